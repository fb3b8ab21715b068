"""Ranges add up end by end, and are read as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.range import NOTHING, Range

AMOUNTS = st.floats(min_value=0, max_value=1e9)
RANGES = st.tuples(AMOUNTS, AMOUNTS).map(lambda ends: Range(min(ends), max(ends)))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("500", 500, 500), (500, 500, 500), (0.5, 0.5, 0.5), ("100..500", 100, 500), ("0..0", 0, 0)],
)
def test_it_is_read(text: object, low: float, high: float) -> None:
    assert Range.parse(text) == Range(low, high)


@pytest.mark.parametrize(
    "text", ["", "..", "5..", "..5", "9..3", "-1", "many", "nan", "inf", True, None, [1], "1..2..3"]
)
def test_anything_else_is_refused_with_what_is_allowed(text: object) -> None:
    with pytest.raises(ValueError, match=r"an amount, such as 500, or a range, such as 100\.\.500"):
        Range.parse(text)


@pytest.mark.parametrize(("low", "high"), [(-1, 0), (2, 1), (0, float("inf")), (float("nan"), 1)])
def test_ends_that_are_no_range_are_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="a range goes from 0 or more up"):
        Range(low, high)


def test_it_is_shown_as_it_is_written() -> None:
    assert [str(one) for one in (Range(0, 1_000_000), Range.exactly(2.5), NOTHING)] == ["0..1,000,000", "2.5", "0"]


@given(RANGES, RANGES)
def test_a_sum_holds_the_sum_of_whatever_lies_within(one: Range, other: Range) -> None:
    both = one + other
    assert both == other + one
    assert both.low == one.low + other.low
    assert both.high == one.high + other.high
    assert one + NOTHING == one
    assert one * other == Range(one.low * other.low, one.high * other.high)
    assert one * 2.0 == one + one
