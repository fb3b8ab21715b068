"""How savings are written."""

from __future__ import annotations

from cli.render.hibernation import told
from costs import Item, Range, Sum


def test_a_sum_by_the_month_and_by_the_hour() -> None:
    unknown = Item(urn="u", what="w", region="r", usd=None, why="because")
    assert told(Sum(Range(73, 146), (unknown,))) == "73.00 to 146.00 + 1 unknown USD a month (0.10 to 0.20 an hour)"
