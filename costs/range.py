"""From how much to how much."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Range:
    """An amount that is known from `low` to `high`; both are the same where nothing but the declaration decides.

    Raises:
        ValueError: an end is not a finite number of at least 0, or the ends are the wrong way round.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and 0 <= self.low <= self.high):
            raise ValueError(f"{self.low}..{self.high}: a range goes from 0 or more up")

    @classmethod
    def exactly(cls, amount: float) -> Self:
        """An amount that nothing else decides."""
        return cls(amount, amount)

    @classmethod
    def parse(cls, text: object) -> Self:
        """A range as people write it: `500`, or `100..500`.

        Raises:
            ValueError: it is neither; the message says what is allowed.
        """
        low, dots, high = str(text).partition("..")
        try:
            return cls(float(low), float(high if dots else low))
        except ValueError:
            raise ValueError(f"{text}: an amount, such as 500, or a range, such as 100..500") from None

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Range | float) -> Range:
        if isinstance(other, Range):
            return Range(self.low * other.low, self.high * other.high)
        return Range(self.low * other, self.high * other)

    def __str__(self) -> str:
        low, high = (f"{end:,.6f}".rstrip("0").rstrip(".") for end in (self.low, self.high))
        return low if low == high else f"{low}..{high}"


NOTHING = Range(0.0, 0.0)
