"""New YAML as it is written by hand: a list item in lines of its own, what is small in one line."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML

_WIDTH = 10**6
"""No line is wrapped: what belongs together stays together."""


def as_block(value: Any) -> list[str]:
    """Lines without indentation of their own; lists and mappings of plain values in one line."""
    if isinstance(value, dict):
        return [line for name, one in value.items() for line in _entry(name, one)]
    lines = []
    for item in value:
        first, *rest = as_block(item) if isinstance(item, dict) else [as_flow(item)]
        lines += [f"- {first}", *(f"  {line}" for line in rest)]
    return lines


def as_flow(value: Any) -> str:
    """One line, in brackets if it is a list or a mapping."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {as_flow(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_flow(one) for one in value) + "]"
    out = io.StringIO()
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.default_flow_style = True
    yaml.dump([value], out)
    return out.getvalue().strip()[1:-1]


def _entry(name: str, value: Any) -> list[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    wanted = dict if isinstance(value, list) else dict | list
    if any(isinstance(one, wanted) for one in inner):
        return [f"{name}:", *(f"  {line}" for line in as_block(value))]
    return [f"{name}: {as_flow(value)}"]
