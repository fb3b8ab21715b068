"""Boxes never overlap, stand in their rows, and arrows lead from the one to the other without touching a third."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.levels import level_of
from graph.placing import GAP_IDLE, GAP_X, GAP_Y, Size, place
from graph.rows import rows_of

NODES = [f"n{number:02}" for number in range(9)]
SIZES = st.fixed_dictionaries({name: st.builds(Size, st.integers(60, 400), st.integers(20, 300)) for name in NODES})


def test_a_needing_box_stands_below_the_middle_of_what_it_needs() -> None:
    level = level_of(["a", "b", "c"], {("c", "a"): 1, ("c", "b"): 1})
    placed = place(level, rows_of(level), lambda _: Size(100, 40))
    assert placed.size == Size(200 + GAP_X, 80 + GAP_Y)
    assert placed.corners == {"a": (0, 0), "b": (100 + GAP_X, 0), "c": ((100 + GAP_X) / 2, 40 + GAP_Y)}
    assert placed.lines[("c", "a")] == [(102.0, 40 + GAP_Y), (50.0, 40), (50.0, 40)]


def test_rows_without_arrows_between_them_stand_close() -> None:
    level = level_of(["a", "b"], {})
    assert place(level, rows_of(level, 1), lambda _: Size(10, 10)).size == Size(10, 20 + GAP_IDLE)


def test_nothing_is_a_drawing_of_no_size() -> None:
    level = level_of([], {})
    assert place(level, rows_of(level), lambda _: Size(1, 1)).size == Size(0, 0)


@given(st.sets(st.sampled_from(list(combinations(NODES, 2)))), SIZES, st.integers(1, 5))
def test_no_box_overlaps_another_and_no_arrow_lies_beneath_a_third(
    arrows: set[tuple[str, str]], sizes: dict[str, Size], width: int
) -> None:
    level = level_of(NODES, dict.fromkeys(arrows, 1))
    placed = place(level, rows_of(level, width), sizes.__getitem__)
    frames = {name: (x, y, x + sizes[name].width, y + sizes[name].height) for name, (x, y) in placed.corners.items()}
    for one, other in combinations(frames.values(), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    for left, top, right, bottom in frames.values():
        assert left >= -0.1
        assert top >= 0
        assert right <= placed.size.width + 0.2
        assert bottom <= placed.size.height
    for (source, target), points in placed.lines.items():
        assert points[0][1] == frames[source][1]
        assert points[-1][1] == frames[target][3]
        # Straight down a row: there it must not lie on a box. Between rows there is none.
        for (x, y), (next_x, next_y) in pairwise(points):
            for name, (left, top, right, bottom) in frames.items():
                if name not in (source, target) and x == next_x and next_y <= top and bottom <= y:
                    assert not left < x < right, (source, target, name)
