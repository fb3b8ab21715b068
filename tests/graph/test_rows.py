"""Everything stands below what it needs, in rows of a bounded width, and arrows that pass rows have places there."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.levels import Level, level_of
from graph.rows import rows_of
from tests.graph.stacks import flat

NODES = [f"n{number:02}" for number in range(9)]


def level(*pairs: tuple[str, str]) -> Level:
    return level_of(NODES, dict.fromkeys(pairs, 1))


def test_a_chain_is_a_column_and_the_rest_a_grid_below() -> None:
    rows = rows_of(level(("n01", "n00"), ("n02", "n01")), 3)
    assert rows.rows == (("n00",), ("n01",), ("n02",), ("n03", "n04", "n05"), ("n06", "n07", "n08"))
    assert rows.passing == {}


def test_islands_stand_side_by_side() -> None:
    assert rows_of(level(("n01", "n00"), ("n03", "n02")), 4).rows[:2] == (("n00", "n02"), ("n01", "n03"))


def test_islands_that_are_too_wide_together_stand_below_each_other() -> None:
    assert rows_of(level(("n01", "n00"), ("n03", "n02")), 1).rows[:4] == (("n00",), ("n01",), ("n02",), ("n03",))


def test_a_long_arrow_has_a_place_in_each_row_that_it_passes() -> None:
    held = Level(
        tuple(NODES), level_of(NODES, {("n01", "n00"): 1, ("n02", "n01"): 1, ("n02", "n00"): 1}, reduced=False).arrows
    )
    rows = rows_of(held)
    ((arrow, places),) = rows.passing.items()
    assert arrow == ("n02", "n00")
    assert [set(row) & set(places) for row in rows.rows[:3]] == [set(), set(places), set()]


def test_rows_are_ordered_so_that_arrows_do_not_cross() -> None:
    rows = rows_of(level(("n02", "n01"), ("n03", "n00"), ("n04", "n01"), ("n04", "n00"), ("n05", "n00")), 9)
    upper, lower = rows.rows[:2]
    assert upper in (("n00", "n01"), ("n01", "n00"))
    sides = [
        [upper.index(need)] if (need := {"n02": "n01", "n03": "n00", "n05": "n00"}.get(str(one))) else [0, 1]
        for one in lower
    ]
    assert all(max(left) <= min(right) for left, right in pairwise(sides))


@given(st.sets(st.sampled_from(list(combinations(NODES, 2)))), st.integers(1, 5))
def test_any_level_is_drawn_whole(arrows: set[tuple[str, str]], width: int) -> None:
    held = level_of(NODES, dict.fromkeys(arrows, 1))
    rows = rows_of(held, width)
    boxes = [one for row in rows.rows for one in row if isinstance(one, str)]
    assert sorted(boxes) == NODES
    number = {one: place for place, row in enumerate(rows.rows) for one in row}
    assert all(sum(isinstance(one, str) for one in row) <= width for row in rows.rows)
    for arrow in held.arrows:
        pair = (arrow.source, arrow.target)
        stations = [number[one] for one in (arrow.source, *rows.passing.get(pair, ()), arrow.target)]
        assert stations == sorted(stations, reverse=True)
        assert pair not in rows.passing or stations == list(range(stations[0], stations[-1] - 1, -1))
    assert sorted(place for places in rows.passing.values() for place in places) == sorted(set(number) - set(boxes))


@pytest.mark.parametrize("count", [200, 2000])
def test_passing_places_stay_few(count: int) -> None:
    """Else a drawing of thousands would be mostly made of them."""
    graph = flat(count)
    from graph.levels import boxes_of

    rows = rows_of(boxes_of(graph)[""])
    assert sum(len(places) for places in rows.passing.values()) <= 2 * count + 40
