"""Keeping secrets out of what people read, and marking what must stay secret."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from protocol.values import UNKNOWN, Secret


def redacted(message: str, props: Any) -> str:
    """The message without any secret text that the properties hold."""
    for secret in sorted(_secret_texts(props, within=False), key=len, reverse=True):
        message = message.replace(secret, "[secret]")
    return message


def hidden(value: Any) -> Any:
    """The value with `UNKNOWN` in place of every secret: what rules may look at whose messages show values."""
    if isinstance(value, Secret):
        return UNKNOWN
    if isinstance(value, dict):
        return {name: hidden(element) for name, element in value.items()}
    return [hidden(element) for element in value] if isinstance(value, list) else value


def marked(value: Any, like: Any) -> Any:
    """A plain value with a `Secret` wherever the other value has one at the same place."""
    if isinstance(like, Secret):
        return value if value is None else Secret(value)
    if isinstance(value, dict) and isinstance(like, dict):
        return {name: marked(element, like.get(name)) for name, element in value.items()}
    if isinstance(value, list) and isinstance(like, list):
        rest = [None] * (len(value) - len(like))
        return [marked(element, twin) for element, twin in zip(value, [*like, *rest], strict=False)]
    return value


def _secret_texts(value: Any, *, within: bool) -> Iterator[str]:
    if isinstance(value, Secret):
        yield from _secret_texts(value.value, within=True)
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _secret_texts(member, within=within)
    elif within and isinstance(value, str) and value:
        yield value
