"""What differs between recorded and wanted inputs, and whether that means replacement."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime.proto import provider_pb2

from engine.diff import INIT_ERROR, NO_DIFF, Diff, PropertyDiff, compare, from_response, with_replace_on_changes
from engine.errors import UnsupportedError
from engine.property_path import parse
from protocol.values import UNKNOWN, Secret

leaves = st.none() | st.booleans() | st.integers(-2, 2) | st.text(max_size=2) | st.just(UNKNOWN)
values: st.SearchStrategy[Any] = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner)
)
props = st.dictionaries(st.sampled_from(["a", "b", "c.d"]), values)
SOME = provider_pb2.DiffResponse.DIFF_SOME
NONE = provider_pb2.DiffResponse.DIFF_NONE


def kinds(diff: Diff) -> dict[str, str]:
    return {path: change.kind for path, change in diff.detailed.items()}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": 2}, {"a": "update"}),
        ({"a": 1}, {}, {"a": "delete"}),
        ({}, {"a": 1}, {"a": "add"}),
        ({"a": {"b": 1, "c": 1}}, {"a": {"b": 2, "d": 1}}, {"a.b": "update", "a.c": "delete", "a.d": "add"}),
        ({"a": [1, 2]}, {"a": [1, 3, 4]}, {"a[1]": "update", "a[2]": "add"}),
        ({"a": [1, 2]}, {"a": [1]}, {"a[1]": "delete"}),
        ({"a": [1]}, {"a": {"b": 1}}, {"a": "update"}),
        ({"x.y": 1}, {"x.y": 2}, {'["x.y"]': "update"}),
        ({"a": 1}, {"a": True}, {"a": "update"}),
        ({"a": 1}, {"a": "1"}, {"a": "update"}),
        ({"a": 1}, {"a": UNKNOWN}, {"a": "update"}),
        ({"a": UNKNOWN}, {"a": UNKNOWN}, {}),
        ({"a": Secret("x")}, {"a": "x"}, {}),
        ({"a": Secret({"b": 1})}, {"a": {"b": Secret(2)}}, {"a.b": "update"}),
    ],
)
def test_compare(old: Any, new: Any, expected: dict[str, str]) -> None:
    diff = compare(old, new)
    assert kinds(diff) == expected
    assert diff.changed == bool(expected)
    assert diff.diffs == tuple(dict.fromkeys(str(parse(path)[0]) for path in expected))
    assert not diff.replace
    assert all(change.input_diff for change in diff.detailed.values())


@given(props)
def test_nothing_differs_from_itself(value: Any) -> None:
    assert compare(value, value) == NO_DIFF


@given(props, props)
def test_order_of_comparison_only_turns_additions_into_deletions(old: Any, new: Any) -> None:
    turned = {"add": "delete", "delete": "add", "update": "update"}
    assert {path: turned[kind] for path, kind in kinds(compare(old, new)).items()} == kinds(compare(new, old))


def test_provider_that_knows_is_believed() -> None:
    detailed = {"size": provider_pb2.PropertyDiff(kind=provider_pb2.PropertyDiff.UPDATE_REPLACE, inputDiff=True)}
    response = provider_pb2.DiffResponse(
        changes=SOME, replaces=["size"], diffs=["size", "name"], deleteBeforeReplace=True, detailedDiff=detailed
    )
    diff = from_response(response, {"size": 1}, {"size": 1})
    assert diff == Diff(
        changed=True,
        replaces=("size",),
        diffs=("size", "name"),
        detailed={"size": PropertyDiff("update-replace", input_diff=True)},
        delete_before_replace=True,
    )
    assert diff.replace
    assert diff.detailed["size"].json() == {"diffKind": "update-replace", "inputDiff": True}
    assert from_response(provider_pb2.DiffResponse(changes=NONE), {"size": 1}, {"size": 2}) == NO_DIFF


def test_provider_that_does_not_know_has_the_inputs_compared() -> None:
    assert from_response(provider_pb2.DiffResponse(), {"size": 1}, {"size": 2}) == compare({"size": 1}, {"size": 2})
    assert from_response(provider_pb2.DiffResponse(), {"size": 1}, {"size": 1}) == NO_DIFF
    replaces = from_response(provider_pb2.DiffResponse(replaces=["size"]), {"size": 1}, {"size": 1})
    assert (replaces.changed, replaces.replace) == (True, True)


def test_detailed_replacement_alone_means_replacement() -> None:
    assert Diff(changed=True, detailed={"a": PropertyDiff("add-replace")}).replace
    assert not Diff(changed=True, detailed={"a": PropertyDiff("add")}).replace


@pytest.mark.parametrize(
    ("paths", "replaced", "detailed"),
    [
        ([], (), {"tags.team": "update", "size": "add"}),
        (["size"], ("size",), {"tags.team": "update", "size": "add-replace"}),
        (["tags"], ("tags",), {"tags.team": "update-replace", "size": "add"}),
        (["tags.team"], (), {"tags.team": "update-replace", "size": "add"}),
        (["*"], ("tags", "size"), {"tags.team": "update-replace", "size": "add-replace"}),
        (["name"], (), {"tags.team": "update", "size": "add"}),
    ],
)
def test_replace_on_changes(paths: list[str], replaced: tuple[str, ...], detailed: dict[str, str]) -> None:
    diff = with_replace_on_changes(
        compare({"tags": {"team": "a"}}, {"tags": {"team": "b"}, "size": 1}), paths, has_init_errors=False
    )
    assert (diff.replaces, kinds(diff)) == (replaced, detailed)
    assert diff.replace == any(kind.endswith("-replace") for kind in detailed.values())


def test_replace_on_changes_of_what_did_not_change_does_nothing() -> None:
    assert with_replace_on_changes(NO_DIFF, ["*"], has_init_errors=False) == NO_DIFF


@pytest.mark.parametrize(("paths", "replaces"), [([INIT_ERROR], True), (["*"], True), (["size"], False)])
def test_resource_that_did_not_become_ready_is_replaced_on_demand(paths: list[str], *, replaces: bool) -> None:
    diff = with_replace_on_changes(NO_DIFF, paths, has_init_errors=True)
    assert (diff.changed, diff.replace) == (replaces, replaces)


def test_a_kind_of_change_that_nobody_knows_is_named() -> None:
    response = provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_SOME)
    response.detailedDiff["size"].kind = 99
    with pytest.raises(UnsupportedError, match=r"size: the provider tells of a change of an unknown kind, 99"):
        from_response(response, {}, {})


def test_an_unknown_answer_to_whether_anything_differs_is_none() -> None:
    assert from_response(provider_pb2.DiffResponse(changes=99), {"a": 1}, {"a": 2}).changed
    assert not from_response(provider_pb2.DiffResponse(changes=99), {"a": 1}, {"a": 1}).changed
