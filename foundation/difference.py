"""What is not as it should be: the plan of a bootstrap, and of a teardown, is a list of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Change(StrEnum):
    """What is to happen."""

    CREATE = "create"
    REPAIR = "repair"
    REMOVE = "remove"
    RELEASE = "release"
    """It is shared: this environment no longer needs it, others do, or somebody else made it."""
    RESTORE = "restore"
    """It is what it was before."""
    LEAVE = "leave"
    """Nothing happens to it; why is worth a line."""


@dataclass(frozen=True)
class Difference:
    """One difference between what is and what should be.

    Attributes:
        change: what is to happen.
        kind: what it is about, in words, such as `state bucket`.
        name: its name.
        aspect: the property that differs; empty where the whole thing is to come or to go.
        real: what that is now; None if it is not set.
        wanted: what it should be; None if it should not be set.
        note: what else is to be known; empty if nothing.
    """

    change: Change
    kind: str
    name: str
    aspect: str = ""
    real: Any = None
    wanted: Any = None
    note: str = ""

    @property
    def changes(self) -> bool:
        """Whether anything happens."""
        return self.change is not Change.LEAVE

    def told(self) -> str:
        """How the property changes, in a line: `off → on`, `RefusePlainHttp: not set → set`."""
        return describe(self.real, self.wanted)


def describe(real: Any, wanted: Any) -> str:
    """How one value becomes the other: of a mapping what differs in it, of what is nested deeper only that it does."""
    if not isinstance(wanted, Mapping) or not isinstance(real, Mapping | None):
        return _line(real, wanted)
    before: Mapping[str, Any] = real or {}
    keys = [key for key in {**wanted, **before} if before.get(key) != wanted.get(key)]
    return ", ".join(f"{key}: {_line(before.get(key), wanted.get(key))}" for key in keys)


def _line(real: Any, wanted: Any) -> str:
    if not isinstance(real, Mapping) and not isinstance(wanted, Mapping):
        return f"{_short(real)} → {_short(wanted)}"
    return "differs" if real is not None and wanted is not None else f"{_presence(real)} → {_presence(wanted)}"


def _presence(value: Any) -> str:
    return "not set" if value is None else "set"


def _short(value: Any) -> str:
    if value is None or value in ([], ()):
        return "not set"
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
