"""A stack's outputs, for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from protocol.values import redact, reveal


def output_values(outputs: Mapping[str, Any], *, show_secrets: bool) -> dict[str, Any]:
    """The outputs as plain values, by name; secrets as `[secret]` unless they are to be shown."""
    ordered = dict(sorted(outputs.items()))
    values: dict[str, Any] = reveal(ordered) if show_secrets else redact(ordered)
    return values


def output_lines(outputs: Mapping[str, Any], *, show_secrets: bool) -> list[str]:
    """Names and values in two columns; the entries of a mapping or list below its name."""
    return _lines(output_values(outputs, show_secrets=show_secrets), indent="  ")


def _lines(values: Mapping[str, Any], indent: str) -> list[str]:
    width = max((len(name) for name, value in values.items() if not _nested(value)), default=0)
    lines: list[str] = []
    for name, value in values.items():
        if _nested(value):
            entries = value if isinstance(value, dict) else {str(index): entry for index, entry in enumerate(value)}
            lines += [f"{indent}{name}", *_lines(entries, indent + "  ")]
        else:
            lines.append(f"{indent}{name:<{width}}  {value if isinstance(value, str) else json.dumps(value)}")
    return lines


def _nested(value: Any) -> bool:
    return isinstance(value, dict | list) and bool(value)
