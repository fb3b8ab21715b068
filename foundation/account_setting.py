"""A setting of a whole account, or of a region of it: changed for all environments, and put back after the last."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import ClassVar

from foundation.difference import Change, Difference
from foundation.guard import Guard
from foundation.names import Names
from foundation.piece import Piece, Property

Values = Mapping[str, str]
"""A setting's parts, by name; empty where nothing is set. No value has a space in it, so that a tag can hold them."""


class AccountSetting(Piece):
    """A setting. It always exists, even if nothing is set.

    Args:
        names: the environment's.
        guard: remembers what was set before.
        wanted: what is to be set.
    """

    slug: ClassVar[str]
    """Its name in the guard's memory."""
    is_global: ClassVar[bool] = False
    """Whether it holds for all regions."""

    def __init__(self, names: Names, guard: Guard, wanted: Values) -> None:
        super().__init__(names)
        self._guard = guard
        self.wanted = wanted

    @abstractmethod
    def read(self) -> Values:
        """What is set."""

    @abstractmethod
    def write(self, values: Values) -> None:
        """Set it; nothing at all if there are no values."""

    def aim(self, real: Values) -> Values:
        """What all of it should be, given what it is."""
        return {**real, **self.wanted}

    @property
    def name(self) -> str:
        account = self.names.account
        return f"of account {account.number}" + ("" if self.is_global else f" in {account.region}")

    def exists(self) -> bool:
        return True

    def create(self) -> None:
        """Never asked for: it exists."""

    def delete(self) -> None:
        """Never asked for: it is put back instead."""

    def properties(self) -> Iterator[Property]:
        real = self.read()
        aim = self.aim(real)
        for name in {**aim, **real}:
            yield Property(name, lambda name=name: real.get(name), aim.get(name), self._set)  # type: ignore[misc]

    def apply(self) -> Iterator[Difference]:
        if different := self.look():
            self._set()
            yield from different

    def look_for_removal(self) -> list[Difference]:
        before = self._guard.before(self._remembered)
        if before is None:
            return [self._difference(Change.LEAVE, note="stays: Strata never changed it")]
        if others := self._others():
            stays = f"stays: {', '.join(others)} {'need' if len(others) > 1 else 'needs'} it"
            return [self._difference(Change.LEAVE, note=stays)]
        return [self._difference(Change.RESTORE, "", dict(self.read()), dict(before))]

    def remove(self) -> Iterator[Difference]:
        for difference in self.look_for_removal():
            if difference.change is Change.RESTORE:
                if difference.real != difference.wanted:
                    self.write(difference.wanted)
                self._guard.forget(self._remembered)
            yield difference

    @property
    def _remembered(self) -> str:
        return self.slug if self.is_global else f"{self.slug}/{self.names.account.region}"

    def _set(self) -> None:
        real = self.read()
        self._guard.remember(self._remembered, real)
        self.write(self.aim(real))

    def _others(self) -> list[str]:
        region = self.names.account.region
        return sorted(name for name, where in self._guard.others().items() if self.is_global or where == region)
