"""Server-side apply for one manager, and its way back: the live values of what was asked for."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sandbox.providers.kubernetes import merge

SCALARS = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "name"]), inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from(["a", "b", "c", "name"]), VALUES, max_size=4)


@given(OBJECTS, OBJECTS, OBJECTS)
def test_what_is_asked_for_is_what_the_live_object_has(live: Any, previous: Any, wanted: Any) -> None:
    assert contains(merge.apply(live, previous, wanted), wanted)


@given(OBJECTS, OBJECTS)
def test_applying_twice_changes_nothing_more(live: Any, wanted: Any) -> None:
    once = merge.apply(live, {}, wanted)
    assert merge.apply(once, wanted, wanted) == once


@given(OBJECTS)
def test_what_others_set_stays_and_what_was_ours_goes(wanted: Any) -> None:
    live = {"theirs": 1, "ours": 2}
    applied = merge.apply(live, {"ours": 2}, wanted)
    assert applied["theirs"] == 1
    assert "ours" not in applied


@given(OBJECTS, OBJECTS)
def test_projecting_a_fresh_object_gives_its_inputs_back(defaults: Any, inputs: Any) -> None:
    live = {**{f"default-{name}": value for name, value in defaults.items()}, **inputs}
    assert merge.project(live, inputs) == inputs


def test_list_elements_keep_what_the_server_filled_in_by_their_key() -> None:
    live = [{"name": "a", "image": "1", "filled": True}, {"name": "b", "image": "1", "filled": True}]
    wanted = [{"name": "b", "image": "2"}, {"name": "c", "image": "1"}]
    assert merge.apply(live, [{"name": "a"}, {"name": "b"}], wanted) == [
        {"name": "b", "image": "2", "filled": True},
        {"name": "c", "image": "1"},
    ]


def test_projecting_ignores_filled_in_fields_of_list_elements_in_any_order() -> None:
    inputs = [{"name": "a", "image": "1"}, {"name": "b", "image": "1"}]
    live = [{"name": "b", "image": "9", "filled": True}, {"name": "a", "image": "1", "filled": True}]
    assert merge.project(live, inputs) == [{"name": "b", "image": "9"}, {"name": "a", "image": "1"}]


def test_two_mounts_of_one_volume_are_told_apart() -> None:
    inputs = [{"name": "v", "mountPath": "/a", "subPath": "a"}, {"name": "v", "mountPath": "/b"}]
    assert merge.project(inputs, inputs) == inputs


def contains(live: Any, wanted: Any) -> bool:
    """Whether everything wanted is there."""
    if isinstance(wanted, dict) and isinstance(live, dict):
        return all(name in live and contains(live[name], value) for name, value in wanted.items())
    if isinstance(wanted, list) and isinstance(live, list):
        return len(live) == len(wanted) and all(map(contains, live, wanted))
    return bool(live == wanted)
