"""How much more a stack may cost than before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

from cli.cost.figures import Figures
from cli.errors import UsageError


@dataclass(frozen=True)
class Limit:
    """The most by which costs may grow: USD a month, or a part of what they were.

    Attributes:
        amount: USD, or percent.
        percent: whether it is percent.
    """

    amount: float
    percent: bool

    @classmethod
    def parse(cls, text: str) -> Self:
        """`20%`, or `100` USD a month.

        Raises:
            UsageError: it is neither.
        """
        number = text.strip().removesuffix("%").removeprefix("$").strip()
        try:
            amount = float(number)
        except ValueError:
            amount = math.nan
        if not 0 <= amount < math.inf:
            raise UsageError(f"--max-increase {text}: give a share, such as 20%, or USD a month, such as 100")
        return cls(amount, text.strip().endswith("%"))

    def allows(self, before: float, after: float) -> bool:
        """Whether an amount may become another; to the cent, for that is how it is shown."""
        most = before * (1 + self.amount / 100) if self.percent else before + self.amount
        return round(after, 2) <= round(most, 2)

    def __str__(self) -> str:
        return f"{self.amount:g}%" if self.percent else f"{self.amount:,.2f} USD a month"


def violations(before: Figures, after: Figures, limit: Limit | None, *, strict: bool) -> list[str]:
    """Why a change costs too much: either end of what it comes to grows more than it may.

    Args:
        limit: the most by which it may grow; None for any.
        strict: whether something whose price is newly unknown is too much as well.
    """
    found = []
    ends = (("least", before.total.low, after.total.low), ("most", before.total.high, after.total.high))
    for end, was, now in ends:
        if limit is not None and not limit.allows(was, now):
            found.append(f"at {end} {now:,.2f} USD a month instead of {was:,.2f}: more than {limit} on top")
    if strict and (new := sorted(after.unknown - before.unknown)):
        found.append(f"{len(new)} without a known price that were not there before: {', '.join(new)}")
    return found
