"""The order with the fewest crossings of those that were tried."""

from __future__ import annotations

from graph.ordering import Item, ordered


def test_what_is_crossed_is_uncrossed() -> None:
    rows: list[list[Item]] = [["a", "b"], ["c", "d"]]
    assert ordered(rows, [[], [("c", "b"), ("d", "a")]]) in ([["a", "b"], ["d", "c"]], [["b", "a"], ["c", "d"]])


def test_what_cannot_be_uncrossed_stays_as_it_is() -> None:
    rows: list[list[Item]] = [["a", "b"], ["c", "d"]]
    every: list[tuple[Item, Item]] = [("c", "a"), ("c", "b"), ("d", "a"), ("d", "b")]
    assert ordered(rows, [[], every]) == rows


def test_what_crosses_nothing_is_left_alone() -> None:
    rows: list[list[Item]] = [["a"], ["b", 0]]
    assert ordered(rows, [[], [("b", "a"), (0, "a")]]) == rows
