"""Equality across AWS's clothes, and where two values differ."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from protocol.values import UNKNOWN
from sandbox.providers.aws.comparison import differences, projected, same

texts = some.text(some.characters(min_codepoint=97, max_codepoint=122), max_size=3)
values = some.recursive(
    some.booleans() | some.integers(-9, 9) | texts,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_a_value_is_the_same_as_its_copy(value: Any) -> None:
    assert same(value, deepcopy(value))
    assert not list(differences(value, deepcopy(value)))


@given(some.lists(values, max_size=4), some.randoms())
def test_order_counts_only_where_told(elements: list[Any], random: Any) -> None:
    shuffled = list(elements)
    random.shuffle(shuffled)
    assert same({"list": elements}, {"list": shuffled})
    if json.dumps(elements) == json.dumps(shuffled):
        assert same({"list": elements}, {"list": shuffled}, frozenset({"list"}))


def test_the_order_of_members_never_counts_not_even_inside_a_list() -> None:
    old = [{"name": "a", "value": "1"}, {"name": "b", "value": "0"}]
    new = [{"value": "1", "name": "a"}, {"value": "0", "name": "b"}]
    assert same(old, new)
    assert list(differences(old, new)) == []


def test_order_counts_where_told() -> None:
    assert not same({"instanceTypes": ["a", "b"]}, {"instanceTypes": ["b", "a"]}, frozenset({"instanceTypes"}))


def test_a_new_order_is_a_difference_where_order_counts() -> None:
    old, new = {"instanceTypes": ["a", "b"]}, {"instanceTypes": ["b", "a"]}
    assert list(differences(old, new, frozenset({"instanceTypes"}))) == [("instanceTypes", "UPDATE")]
    assert list(differences(old, new)) == []


@given(values, values)
def test_two_values_differ_somewhere_exactly_if_they_are_not_the_same(left: Any, right: Any) -> None:
    assert bool(list(differences(left, right))) == (not same(left, right))
    assert same(left, right) == same(right, left)


@given(values, values)
def test_the_words_of_the_request_stay(real: Any, asked: Any) -> None:
    shown = projected(real, asked)
    if same(real, asked):
        assert shown is asked


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (30, "30"),
        (True, "true"),
        (0.5, "0.5"),
        (None, []),
        ({"a": None}, {}),
        ('{"a": [1, 2]}', '{ "a":[2,1] }'),
        ('{"Action": ["s3:*"]}', '{"Action": "s3:*"}'),
    ],
)
def test_clothes(left: Any, right: Any) -> None:
    assert same(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("", None), ("a", "b"), ('{"a": 1}', '{"a": 2}'), ({"tag": "false"}, {}), (0, None), (UNKNOWN, "x"), ("{a", "{b")],
)
def test_real_differences(left: Any, right: Any) -> None:
    assert not same(left, right)


def test_paths_name_the_place() -> None:
    old = {"rules": [{"id": "a", "days": 1}, {"id": "b"}], "tags": {"x/y": "1", "k.z": "2"}, "gone": 1}
    new = {"rules": [{"id": "a", "days": 2}, {"id": "b"}, {"id": "c"}], "tags": {"x/y": "1", "k.z": "3"}, "new": 1}
    assert set(differences(old, new)) == {
        ("rules[0].days", "UPDATE"),
        ("rules[2]", "ADD"),
        ('tags["k.z"]', "UPDATE"),
        ("gone", "DELETE"),
        ("new", "ADD"),
    }


def test_what_aws_added_on_its_own_is_left_out() -> None:
    real = {"status": "Enabled", "mfaDelete": "Disabled", "days": 4}
    assert projected(real, {"status": "Enabled", "days": "3"}) == {"status": "Enabled", "days": 4}


def test_an_added_element_shows() -> None:
    assert projected([{"id": "a"}, {"id": "b"}], [{"id": "a"}]) == [{"id": "a"}, {"id": "b"}]
