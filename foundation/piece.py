"""One piece of a foundation: what it should be, what it is, and what brings the one to the other.

Making something and mending it are the same: what does not exist is made bare, then whatever differs is set. So what a
run that was cut off has left is found at the next one, and is finished as any drift is mended.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from foundation.difference import Change, Difference
from foundation.names import Names


@dataclass(frozen=True)
class Property:
    """Something about a piece that is either as it should be or not.

    Attributes:
        name: in words, such as `versioning`.
        read: what it is now; None if it is not set.
        wanted: what it should be.
        mend: makes it so.
    """

    name: str
    read: Callable[[], Any]
    wanted: Any
    mend: Callable[[], object]


class Piece(ABC):
    """One piece.

    Attributes:
        kind: what it is, in words.
    """

    kind: ClassVar[str]

    def __init__(self, names: Names) -> None:
        self.names = names
        self.client = names.account.client

    @property
    @abstractmethod
    def name(self) -> str:
        """What it is called."""

    @property
    def first_tags(self) -> dict[str, str]:
        """The tags that it is made with."""
        return self.names.tags

    @abstractmethod
    def exists(self) -> bool:
        """Whether it is there."""

    @abstractmethod
    def create(self) -> None:
        """Make it. What else it should be is set afterwards."""

    @abstractmethod
    def properties(self) -> Iterable[Property]:
        """All that it should be. Asked only where it exists."""

    @abstractmethod
    def delete(self) -> None:
        """Delete it, with all that is in it."""

    def look(self) -> list[Difference]:
        """What is to be done."""
        if not self.exists():
            return [self._difference(Change.CREATE)]
        return [difference for _, difference in self._wrong()]

    def apply(self) -> Iterator[Difference]:
        """Do it; each thing is told once it is done."""
        if not self.exists():
            self.create()
            yield self._difference(Change.CREATE)
            for property_, _ in self._wrong():
                property_.mend()
            return
        for property_, difference in self._wrong():
            property_.mend()
            yield difference

    def look_for_removal(self) -> list[Difference]:
        """What a teardown is to do."""
        return [self._difference(Change.REMOVE, note=self.removal_note)] if self.exists() else []

    def remove(self) -> Iterator[Difference]:
        """Do it; each thing is told once it is done."""
        for difference in self.look_for_removal():
            self.delete()
            yield difference

    removal_note: ClassVar[str] = ""
    """What is to be known about its removal; empty if nothing."""

    def _wrong(self) -> Iterator[tuple[Property, Difference]]:
        for one in self.properties():
            if (real := one.read()) != one.wanted:
                yield one, self._difference(Change.REPAIR, one.name, real, one.wanted)

    def _difference(
        self, change: Change, property_: str = "", real: Any = None, wanted: Any = None, note: str = ""
    ) -> Difference:
        return Difference(change, self.kind, self.name, property_, real, wanted, note)
