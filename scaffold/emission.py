"""New YAML as it is written by hand: a list item in lines of its own, what is small in one line."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_./+@-]*( [A-Za-z0-9_./+@-]+)*")
_KEY: Final = re.compile(r"[A-Za-z]([A-Za-z0-9_:.-]*[A-Za-z0-9_])?")
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""What some reader of YAML, of any version, takes for something else than text."""


def as_block(value: Any) -> list[str]:
    """Lines without indentation of their own; lists and mappings of plain values in one line."""
    if isinstance(value, dict):
        return [line for name, one in value.items() for line in _entry(name, one)]
    lines = []
    for item in value:
        first, *rest = as_block(item) if item and isinstance(item, dict) else [as_flow(item)]
        lines += [f"- {first}", *(f"  {line}" for line in rest)]
    return lines


def as_flow(value: Any) -> str:
    """One line, in brackets if it is a list or a mapping; text in quotes only where it might be taken for something
    else.
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)}: {as_flow(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_flow(one) for one in value) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if _KEY.fullmatch(name) and name.lower() not in _WORDS else json.dumps(name, ensure_ascii=False)


def _entry(name: str, value: Any) -> list[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    wanted = dict if isinstance(value, list) else dict | list
    if any(isinstance(one, wanted) for one in inner):
        return [f"{_key(name)}:", *(f"  {line}" for line in as_block(value))]
    return [f"{_key(name)}: {as_flow(value)}"]
