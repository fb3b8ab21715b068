"""Which properties of a resource change, old and new."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rich.text import Text

from protocol.values import SECRET_SIGNATURE, SIGNATURE, UNKNOWN_WIRE

LENGTH_MAX = 100
"""Characters of a value that are shown."""


class _Absent:
    """The type of `ABSENT`."""


ABSENT: Final = _Absent()
"""Stands for the side of a change on which the property does not exist."""


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """One property, however nested, that differs.

    Attributes:
        path: as in `tags.team` or `ingress[0].fromPort`.
        old, new: what it was and will be; ABSENT where it does not exist.
        replaces: whether the change forces a replacement.
    """

    path: str
    old: Any
    new: Any
    replaces: bool = False


def property_changes(metadata: Mapping[str, Any]) -> list[PropertyChange]:
    """What differs between the old and the new state of a step.

    Inputs are compared, or outputs where the inputs agree (what a refresh found). A change that shows no difference,
    between two secrets, is told from the step's own list.
    """
    old, new = metadata.get("old") or {}, metadata.get("new") or {}
    replacing = [str(key) for key in metadata.get("keys") or ()]
    if metadata["op"] in {"delete", "delete-replaced", "discard"}:
        return []
    found = list(_compare("", _public(old.get("inputs")), _public(new.get("inputs"))))
    if old and not found and metadata["op"] in {"update", "refresh"}:
        found = list(_compare("", _public(old.get("outputs")), _public(new.get("outputs"))))
    known = {_root(path) for path, _, _ in found}
    hidden = [path for path in metadata.get("detailedDiff") or metadata.get("diffs") or () if _root(path) not in known]
    if old:
        found += [(path, "[secret]", "[secret]") for path in hidden if not path.startswith("__")]
    return [PropertyChange(*change, replaces=_root(change[0]) in map(_root, replacing)) for change in found]


def property_lines(metadata: Mapping[str, Any], indent: str) -> list[Text]:
    """The changes of a resource, a line each: `~ delaySeconds: 0 → 30`."""
    return [_line(change, indent) for change in property_changes(metadata)]


def _line(change: PropertyChange, indent: str) -> Text:
    if change.old is ABSENT:
        line = Text(f"{indent}+ {change.path}: {_shown(change.new)}", style="green")
    elif change.new is ABSENT:
        line = Text(f"{indent}- {change.path}: {_shown(change.old)}", style="red")
    else:
        line = Text(f"{indent}~ {change.path}: {_shown(change.old)} → {_shown(change.new)}", style="yellow")
    return line.append(" (forces replacement)", style="magenta") if change.replaces else line


def _shown(value: Any) -> str:
    if value in ("[secret]", "[unknown]"):
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LENGTH_MAX else f"{text[:LENGTH_MAX]}…"


def _compare(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _compare(_joined(path, key), old.get(key, ABSENT), new.get(key, ABSENT))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            before = old[index] if index < len(old) else ABSENT
            after = new[index] if index < len(new) else ABSENT
            yield from _compare(f"{path}[{index}]", before, after)
    elif old != new or type(old) is not type(new):
        yield path, old, new


def _joined(path: str, key: str) -> str:
    if not path:
        return key
    return f"{path}.{key}" if key.replace("_", "").replace("-", "").isalnum() else f"{path}[{json.dumps(key)}]"


def _root(path: str) -> str:
    return path.replace("[", ".").partition(".")[0]


def _public(value: Any) -> Any:
    """A value as events carry it, with secrets and unknowns named and the engine's own entries left out."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET_SIGNATURE:
            return "[secret]"
        return {name: _public(element) for name, element in value.items() if name not in {"__defaults", "__internal"}}
    if isinstance(value, list):
        return [_public(element) for element in value]
    if value == UNKNOWN_WIRE:
        return "[unknown]"
    return {} if value is None else value
