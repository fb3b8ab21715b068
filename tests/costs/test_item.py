"""Lines are plain values."""

from __future__ import annotations

from costs.item import Item, Sum
from costs.range import NOTHING


def test_a_line_without_a_price_is_unknown_and_a_sum_begins_with_nothing() -> None:
    assert Item(urn="u", what="w", region="r", usd=None, why="because").unit_usd is None
    assert Sum() == Sum(NOTHING, ())
