"""What can be said of a value, known or not, well formed or not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.node import UNKNOWN, Node, Secret, texts
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def test_places_are_named_as_people_write_them() -> None:
    root = Node({"rules": [{"a-b": 1, "c/d": {"e": 2}}]})
    (rule,) = root["rules"].each()
    assert [rule.path, rule["a-b"].path, rule["c/d"]["e"].path] == ["rules[0]", "rules[0].a-b", 'rules[0]["c/d"].e']
    assert [path for path, _ in rule.items()] == ["a-b", "c/d"]


def test_an_object_and_a_list_of_it_are_entered_alike() -> None:
    assert Node({"a": {"b": 1}}).at("a", "b").value == Node({"a": [{"b": 1}]}).at("a", "b").value == 1
    assert Node({"a": [{"b": 1}]}).at("a", "b").path == "a[0].b"
    assert [one.value for one in Node({"b": 1}).each()] == [{"b": 1}]


@pytest.mark.parametrize(
    ("value", "inside"),
    [(None, None), ([], None), ({}, None), (UNKNOWN, UNKNOWN), ("text", UNKNOWN), (3, UNKNOWN), ([1, 2], UNKNOWN)],
)
def test_what_cannot_be_entered_is_unknown_unless_it_is_empty(value: Any, inside: Any) -> None:
    assert Node(value)["key"].value is inside


@pytest.mark.parametrize(
    ("value", "is_set", "is_true", "is_false", "equals_a"),
    [
        (None, F, F, F, F),
        ("", F, F, F, F),
        ([], F, F, F, F),
        (False, T, F, T, F),
        (True, T, T, F, F),
        ("true", T, T, F, F),
        ("False", T, F, T, F),
        ("a", T, F, F, T),
        (0, T, F, F, F),
        (UNKNOWN, U, U, U, U),
        (Secret("a"), T, F, F, T),
        (Secret(UNKNOWN), T, U, U, U),
    ],
)
def test_what_is_said_of_it(value: Any, is_set: Truth, is_true: Truth, is_false: Truth, equals_a: Truth) -> None:
    node = Node(value)
    assert [node.is_set(), node.is_true(), node.is_false(), node.equals("a")] == [is_set, is_true, is_false, equals_a]


def test_absence_means_what_the_provider_makes_of_it() -> None:
    assert [Node(None).is_true(default=True), Node(None).is_false(default=True)] == [T, F]
    assert [Node(UNKNOWN).is_true(default=True), Node(False).is_true(default=True)] == [U, F]


def test_what_is_made_of_another_resource_will_be_there() -> None:
    made = Node(UNKNOWN, "key", frozenset({"urn"}))
    assert [made.is_set(), made.equals("a")] == [T, U]
    # Whether what it is made of has such a property, nobody knows.
    assert [made["inner"].is_set(), made.at("inner", "most").is_set()] == [U, U]


def test_numbers_are_numbers_as_text_too() -> None:
    assert [Node("7").at_least(7), Node(7).at_most(6), Node("x").at_least(0), Node(True).at_least(0)] == [T, F, F, F]
    assert Node(UNKNOWN).at_least(1) is U


def test_lists() -> None:
    node = Node(["a", UNKNOWN])
    assert [node.contains("a"), node.contains("a", "b"), Node(["a"]).contains("b")] == [T, U, F]
    assert [node.some(lambda one: one.equals("a")), node.every(lambda one: one.equals("a"))] == [T, U]
    assert [Node(UNKNOWN).contains("a"), Node(None).contains("a"), Node(None).every(lambda one: one.equals(1))] == [
        U,
        F,
        T,
    ]
    assert texts(node.each()) == {"a"}


def test_an_unknown_part_makes_a_judgement_of_the_whole_unknown() -> None:
    assert Node({"a": [Secret({"b": UNKNOWN})]}).satisfies(bool) is U
    assert Node({"a": [Secret({"b": 1})]}).satisfies(bool) is T


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3) | inner.map(Secret),
)


@given(VALUES, st.lists(st.text(), max_size=4))
def test_whatever_a_value_is_it_can_be_asked(value: Any, keys: list[str]) -> None:
    node = Node(value).at(*keys)
    said = [
        node.is_set(),
        node.is_true(),
        node.is_false(),
        node.equals("a", 1, None),
        node.matches("a.*"),
        node.contains("a"),
        node.at_least(1),
        node.every(lambda one: one["x"].is_set()),
    ]
    assert all(isinstance(one, Truth) for one in said)
    assert isinstance([*node.items()], list)


def test_what_is_made_of_another_resource_spells_nothing() -> None:
    assert Node("alias/aws/s3").spells(r"alias/aws/.*") is Truth.TRUE
    assert Node("alias/own").spells(r"alias/aws/.*") is Truth.FALSE
    assert Node(UNKNOWN).spells(r".*") is Truth.UNKNOWN
    assert Node(UNKNOWN, "kmsKeyId", frozenset({"urn::key"})).spells(r".*") is Truth.FALSE
