"""Three-valued logic: what cannot be known before a deployment is neither true nor false."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """Kleene's strong logic: unknown spreads only where it decides."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __and__(self, other: Truth) -> Truth:
        return self if self.value <= other.value else other

    def __or__(self, other: Truth) -> Truth:
        return self if self.value >= other.value else other

    def __invert__(self) -> Truth:
        return Truth(2 - self.value)

    def __bool__(self) -> bool:
        raise TypeError("a Truth is not a bool: combine it with &, |, ~, or compare it with `is`")


def truth(value: bool) -> Truth:
    """What is known, as a truth."""
    return Truth.TRUE if value else Truth.FALSE


def every(truths: Iterable[Truth]) -> Truth:
    """Whether all hold; of none, all do."""
    return min(truths, key=lambda one: one.value, default=Truth.TRUE)


def some(truths: Iterable[Truth]) -> Truth:
    """Whether at least one holds; of none, none does."""
    return max(truths, key=lambda one: one.value, default=Truth.FALSE)
