"""A stack's outputs, for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from protocol.values import redact, reveal


def output_values(outputs: Mapping[str, Any], *, show_secrets: bool) -> dict[str, Any]:
    """The outputs as plain values, by name, in order; secrets as `[secret]` unless they are to be shown."""
    values: dict[str, Any] = _ordered(reveal(dict(outputs)) if show_secrets else redact(dict(outputs)))
    return values


def output_lines(outputs: Mapping[str, Any], *, show_secrets: bool, entries_max: int | None = None) -> list[str]:
    """Names and values in two columns; the entries of a mapping or list below its name, at most so many of each."""
    return _lines(output_values(outputs, show_secrets=show_secrets), "  ", entries_max)


def _lines(values: Mapping[str, Any], indent: str, entries_max: int | None) -> list[str]:
    width = max((len(name) for name, value in values.items() if not _nested(value)), default=0)
    lines: list[str] = []
    for name, value in values.items():
        if _nested(value):
            entries = value if isinstance(value, dict) else {str(index): entry for index, entry in enumerate(value)}
            shown = dict(list(entries.items())[:entries_max])
            lines += [f"{indent}{name}", *_lines(shown, indent + "  ", entries_max)]
            if len(entries) > len(shown):
                lines.append(f"{indent}  … and {len(entries) - len(shown)} more")
        else:
            lines.append(f"{indent}{name:<{width}}  {value if isinstance(value, str) else json.dumps(value)}")
    return lines


def _ordered(value: Any) -> Any:
    """The same value with the keys of every mapping sorted: providers answer in any order."""
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value)}
    return [_ordered(entry) for entry in value] if isinstance(value, list) else value


def _nested(value: Any) -> bool:
    return isinstance(value, dict | list) and bool(value)
