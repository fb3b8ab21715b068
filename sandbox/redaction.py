"""Keeping secrets out of what people read, and marking what must stay secret."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pulumi.runtime.proto import provider_pb2 as pb

from protocol.masking import Mask
from protocol.values import UNKNOWN, Secret, contains_secret, reveal
from sandbox.problem import Problem


def redacted(message: str, props: Any) -> str:
    """The message without any secret that the properties hold, however short."""
    return Mask(props, shortest=1)(message)


def check_failures(problems: Iterable[Problem], props: Any) -> list[Any]:
    """What Check answers about these mistakes, without any secret that the properties hold."""
    hide = Mask(props)
    return [pb.CheckFailure(property=hide(problem.path), reason=hide(problem.reason)) for problem in problems]


def hidden(value: Any) -> Any:
    """The value with `UNKNOWN` in place of every secret: what rules may look at whose messages show values."""
    if isinstance(value, Secret):
        return UNKNOWN
    if isinstance(value, dict):
        return {name: hidden(element) for name, element in value.items()}
    return [hidden(element) for element in value] if isinstance(value, list) else value


def marked(value: Any, like: Any) -> Any:
    """A plain value with a `Secret` wherever the other value has one at the same place; rather one too many."""
    if isinstance(like, Secret):
        return value if value is None else Secret(value)
    if isinstance(value, dict) and isinstance(like, dict):
        return {name: marked(element, like.get(name)) for name, element in value.items()}
    if isinstance(value, list) and isinstance(like, list) and contains_secret(like):
        return [marked(element, _twin(element, index, like)) for index, element in enumerate(value)]
    return value


def _twin(element: Any, index: int, like: list[Any]) -> Any:
    """The element of the other list that speaks of the same thing: the one of its name, else the one in its place.

    Where there is none, a secret: a list that holds secrets may have got another one.
    """
    if isinstance(element, dict) and isinstance(element.get("name"), str):
        named = (twin for twin in like if isinstance(twin, dict) and reveal(twin.get("name")) == element["name"])
        return next(named, Secret(None))
    return like[index] if index < len(like) else Secret(None)
