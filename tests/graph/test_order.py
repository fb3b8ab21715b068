"""What is needed comes first, circles notwithstanding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.order import needed_first

NODES = [str(number) for number in range(8)]


@given(st.dictionaries(st.sampled_from(NODES), st.lists(st.sampled_from(NODES), unique=True)))
def test_every_need_comes_first_except_those_that_would_close_a_circle(some: dict[str, list[str]]) -> None:
    needs = {node: [need for need in some.get(node, []) if need != node] for node in NODES}
    order, back = needed_first(needs)
    assert sorted(order) == sorted(NODES)
    place = {node: number for number, node in enumerate(order)}
    for node, needed in needs.items():
        for need in needed:
            assert (place[need] < place[node]) != ((node, need) in back)


def test_nothing_is_left_out_without_a_circle() -> None:
    assert needed_first({"a": ["b", "c"], "b": ["c"], "c": []}) == (["c", "b", "a"], set())
