"""The comparison of inputs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.values import UNKNOWN, Secret
from sandbox.providers.kubernetes.diff import Mutable, changes, compare

VALUES = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(VALUES)
def test_a_value_does_not_differ_from_itself(value: Any) -> None:
    assert list(changes(value, value)) == []


@given(VALUES, VALUES)
def test_two_values_differ_exactly_when_changes_are_found(old: Any, new: Any) -> None:
    assert bool(list(changes(old, new, "x"))) == (repr(old) != repr(new) and not same(old, new))


def same(old: Any, new: Any) -> bool:
    if type(old) is not type(new):
        return False
    if isinstance(old, dict):
        return old.keys() == new.keys() and all(same(old[name], new[name]) for name in old)
    if isinstance(old, list):
        return len(old) == len(new) and all(map(same, old, new))
    return bool(old == new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, {"b": "ADD"}),
        ({"a": 1, "b": None}, {"a": 1}, {}),
        ({"a": {"b": 1}}, {"a": {}}, {"a.b": "DELETE"}),
        ({"a": [1, 2]}, {"a": [1]}, {"a[1]": "DELETE"}),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, {"a[0].b": "UPDATE"}),
        ({"x/y": {"a.b": 1}}, {"x/y": {"a.b": 2}}, {'["x/y"]["a.b"]': "UPDATE"}),
        ({"a": 1}, {"a": UNKNOWN}, {"a": "UPDATE"}),
        ({"a": 1}, {"a": True}, {"a": "UPDATE"}),
    ],
)
def test_changes_are_named_by_path(old: Any, new: Any, expected: dict[str, str]) -> None:
    assert dict(changes(old, new)) == expected


def test_becoming_secret_is_no_change() -> None:
    old, new = ({"apiVersion": "v1", "kind": "Secret", "data": data} for data in ({"a": "1"}, Secret({"a": "1"})))
    assert compare(old, new, namespace="default", mutable=Mutable()).kinds == {}


def test_the_default_namespace_is_the_same_named_or_not() -> None:
    old = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}
    new = {**old, "metadata": {"name": "a", "namespace": "default"}}
    assert compare(old, new, namespace="default", mutable=Mutable()).kinds == {}
    assert compare(old, new, namespace="ml", mutable=Mutable()).kinds == {"metadata.namespace": "UPDATE_REPLACE"}


def test_another_group_is_another_object_another_version_is_not() -> None:
    old = {"apiVersion": "example.com/v1", "kind": "Widget"}
    for version, kind in (("example.com/v2", "UPDATE"), ("example.org/v1", "UPDATE_REPLACE")):
        new = {**old, "apiVersion": version}
        assert compare(old, new, namespace="default", mutable=Mutable()).kinds == {"apiVersion": kind}
