"""Where what is about to be done differs from what was planned."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from cli.plans.sealing import is_secret
from protocol.values import UNKNOWN_WIRE

LENGTH_MAX = 80
"""Characters of a value that are told."""


class _Nothing:
    """The type of `NOTHING`."""


NOTHING: Final = _Nothing()
"""Stands for the side on which there is nothing."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs.

    Attributes:
        subject: what it is about: a URN, or what else a plan depends on.
        path: the property, such as `inputs.tags.team`; may be empty.
        planned, now: as a plan file holds values.
    """

    subject: str
    path: str
    planned: Any
    now: Any

    def __str__(self) -> str:
        where = f"{self.subject} {self.path}".strip()
        if is_secret(self.planned) and is_secret(self.now):
            return f"{where}: another secret than planned"
        return f"{where}: planned {_told(self.planned)}, now {_told(self.now)}"


def differences(subject: str, planned: Any, now: Any, path: str = "") -> Iterator[Difference]:
    """Every difference between two values of a plan file. What was not known when it was planned may become known."""
    if planned == UNKNOWN_WIRE and now is not NOTHING:
        return
    planned, now = _alike(planned, now)
    if is_secret(planned) or is_secret(now):
        if not (is_secret(planned) and is_secret(now)) or planned["digest"] not in (None, now["digest"]):
            yield Difference(subject, path, planned, now)
    elif isinstance(planned, dict) and isinstance(now, dict):
        for name in sorted(planned.keys() | now.keys()):
            inner = f"{path}.{name}" if path else name
            yield from differences(subject, planned.get(name, NOTHING), now.get(name, NOTHING), inner)
    elif isinstance(planned, list) and isinstance(now, list) and len(planned) == len(now):
        for index, (before, after) in enumerate(zip(planned, now, strict=True)):
            yield from differences(subject, before, after, f"{path}[{index}]")
    elif planned != now or type(planned) is not type(now):
        yield Difference(subject, path, planned, now)


def _alike(planned: Any, now: Any) -> tuple[Any, Any]:
    """A document whose parts were not all known is planned as an object, and given as text when they are."""
    if isinstance(planned, dict | list) and not is_secret(planned) and isinstance(now, str):
        with suppress(ValueError, RecursionError):
            return planned, json.loads(now)
    return planned, now


def _told(value: Any) -> str:
    if value is NOTHING:
        return "nothing"
    if value == UNKNOWN_WIRE:
        return "[unknown]"
    text = json.dumps(_public(value), ensure_ascii=False)
    return text if len(text) <= LENGTH_MAX else f"{text[:LENGTH_MAX]}…"


def _public(value: Any) -> Any:
    if is_secret(value):
        return "[secret]"
    if isinstance(value, dict):
        return {name: _public(element) for name, element in value.items()}
    if isinstance(value, list):
        return [_public(element) for element in value]
    return "[unknown]" if value == UNKNOWN_WIRE else value
