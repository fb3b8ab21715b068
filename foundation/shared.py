"""A piece that all environments of an account have in common: it bears a tag for each that needs it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from foundation.difference import Change, Difference
from foundation.names import MADE_FOR, SHARED, users
from foundation.piece import Piece, Property


class Shared(Piece):
    """A shared piece. The last environment takes it along, unless somebody else had made it."""

    @abstractmethod
    def all_tags(self) -> dict[str, str]:
        """Its tags."""

    @abstractmethod
    def tag(self, tags: dict[str, str]) -> None:
        """Add tags."""

    @abstractmethod
    def untag(self, *keys: str) -> None:
        """Take tags away."""

    @property
    def first_tags(self) -> dict[str, str]:
        """The tags that it is made with."""
        return {MADE_FOR: SHARED, **self._ours}

    def others(self) -> dict[str, str]:
        """The other environments that need it, each with its region."""
        return {name: region for name, region in users(self.all_tags()).items() if name != self.names.prefix}

    def needed_here(self) -> Property:
        """That it knows of this environment."""
        return Property(
            "needed by",
            lambda: self.names.prefix if self._ours.items() <= self.all_tags().items() else None,
            self.names.prefix,
            lambda: self.tag(self._ours),
        )

    def look_for_removal(self) -> list[Difference]:
        if not self.exists():
            return []
        if others := self.others():
            note = f"stays: {', '.join(sorted(others))} {'need' if len(others) > 1 else 'needs'} it"
        elif self.all_tags().get(MADE_FOR) != SHARED:
            note = "stays: it was there before"
        else:
            return [self._difference(Change.REMOVE)]
        is_user = self.names.user_tag in self.all_tags()
        return [self._difference(Change.RELEASE if is_user else Change.LEAVE, note=note)]

    def remove(self) -> Iterator[Difference]:
        for difference in self.look_for_removal():
            if difference.change is Change.REMOVE:
                self.delete()
            elif difference.change is Change.RELEASE:
                self.untag(self.names.user_tag)
            yield difference

    @property
    def _ours(self) -> dict[str, str]:
        return {self.names.user_tag: self.names.account.region}
