"""How money is written."""

from __future__ import annotations

import pytest

from cli.render.cost import money, summed
from costs import Item, Range, Sum

UNKNOWN = Item(urn="u", what="w", region="r", usd=None, why="because")


@pytest.mark.parametrize(
    ("usd", "text"), [(Range(73, 73), "73.00"), (Range(0, 1234.5), "0.00 to 1,234.50"), (Range(0.001, 0.002), "0.00")]
)
def test_money(usd: Range, text: str) -> None:
    assert money(usd) == text


def test_a_sum_says_how_much_it_lacks() -> None:
    assert summed(Sum(Range(1, 1), (UNKNOWN, UNKNOWN))) == "1.00 + 2 unknown"
    assert summed(Sum(Range(1, 1))) == "1.00"
