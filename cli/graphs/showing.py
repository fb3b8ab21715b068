"""Values fit to be shown to anybody: what is secret, and what is not known yet, is named as that."""

from __future__ import annotations

import base64
import json as codec
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from protocol.values import Secret, redact, reveal

SECRET: Final = "[secret]"
UNKNOWN: Final = "[unknown]"
SECRET_LENGTH_MIN: Final = 6
"""Characters: a shorter one, such as `1`, is found in what is none."""


def secret_texts(values: Iterable[Any]) -> list[str]:
    """Every text that is marked as secret somewhere in the values, and what it is as JSON and base64; longest first."""
    return sorted({text for value in values for text in _secrets(value)}, key=len, reverse=True)


def shown(values: Mapping[str, Any], hidden: Sequence[str]) -> dict[str, Any]:
    """The values without what is secret.

    Args:
        hidden: texts that are secret also where something that is not marked repeats them; the longest first.
    """
    told: dict[str, Any] = _without(redact(dict(values), secret=SECRET, unknown=UNKNOWN), hidden)
    return told


def _without(value: Any, hidden: Sequence[str]) -> Any:
    if isinstance(value, str):
        for text in hidden:
            value = value.replace(text, SECRET)
        return value
    if isinstance(value, dict):
        return {_without(name, hidden): _without(one, hidden) for name, one in value.items()}
    return [_without(one, hidden) for one in value] if isinstance(value, list) else value


def _secrets(value: Any, marked: bool = False) -> Iterator[str]:
    """The texts in what is marked as secret that are not found by chance; also as JSON and base64 have them."""
    if isinstance(value, Secret):
        yield from _secrets(reveal(value), marked=True)
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _secrets(one, marked)
    elif marked and isinstance(value, str) and len(value) >= SECRET_LENGTH_MIN and value not in (SECRET, UNKNOWN):
        yield from (
            value,
            codec.dumps(value)[1:-1],
            base64.b64encode(value.encode(errors="replace")).decode().rstrip("="),
        )
