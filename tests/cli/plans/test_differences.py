"""Every difference is found and told, secrets without their values; what was unknown may become known."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.plans.differences import NOTHING, differences
from cli.plans.sealing import Seal, canonical
from protocol.values import UNKNOWN, UNKNOWN_WIRE, Secret

SEAL = Seal(b"key")
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def told(planned: Any, now: Any) -> list[str]:
    return [str(one) for one in differences("urn", SEAL.hide(planned), SEAL.hide(now))]


@given(value=PLAIN)
def test_a_value_does_not_differ_from_itself(value: Any) -> None:
    assert told(value, value) == []
    assert told(Secret(value), Secret(value)) == []


@given(planned=PLAIN, now=PLAIN)
def test_values_that_differ_are_told(planned: Any, now: Any) -> None:
    """But for the order and the spacing of a JSON document that is text."""
    same = canonical(SEAL.hide(planned)) == canonical(SEAL.hide(now))
    if isinstance(planned, dict | list) and isinstance(now, str):
        return  # a document as an object, and as text: below
    assert (told(planned, now) == []) is same or planned == now
    if not same and planned != now:
        assert told({"a": [planned]}, {"a": [now]})
        assert told(Secret(planned), Secret(now)) == ["urn: another secret than planned"]


@given(value=PLAIN)
def test_what_was_not_known_may_become_anything(value: Any) -> None:
    assert told(UNKNOWN, value) == []
    assert told({"a": [UNKNOWN, 1]}, {"a": [value, 1]}) == []
    assert told(UNKNOWN, Secret(value)) == []
    assert told(Secret(UNKNOWN), Secret(value)) == []


@given(value=PLAIN)
def test_a_secret_may_not_become_plain_nor_the_other_way_round(value: Any) -> None:
    assert told(Secret(value), value)
    assert told(value, Secret(value))
    assert told(Secret(UNKNOWN), value)


def test_what_was_known_may_not_become_unknown() -> None:
    assert told(1, UNKNOWN) == ["urn: planned 1, now [unknown]"]


def test_what_was_planned_may_not_be_missing_even_if_unknown() -> None:
    assert [str(one) for one in differences("urn", {"a": UNKNOWN_WIRE}, {})] == [
        "urn a: planned [unknown], now nothing"
    ]


@pytest.mark.parametrize(
    ("planned", "now", "text"),
    [
        ({"tags": {"team": "a"}}, {"tags": {"team": "b"}}, 'urn tags.team: planned "a", now "b"'),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, "urn a[0].b: planned 1, now 2"),
        ({"a": [1]}, {"a": [1, 2]}, "urn a: planned [1], now [1, 2]"),
        ({}, {"a": None}, "urn a: planned nothing, now null"),
        ({"a": 1}, {"a": True}, "urn a: planned 1, now true"),
        ({"a": {"b": Secret("x")}}, {}, 'urn a: planned {"b": "[secret]"}, now nothing'),
    ],
)
def test_where_and_what(planned: Any, now: Any, text: str) -> None:
    assert told(planned, now) == [text]


def test_a_document_may_be_planned_as_an_object_and_given_as_text() -> None:
    planned = {"policy": {"Statement": [{"Resource": UNKNOWN, "Effect": "Allow"}]}}
    now = json.dumps({"Statement": [{"Effect": "Allow", "Resource": "arn"}]})
    assert told(planned, {"policy": now}) == []
    assert told(planned, {"policy": now.replace("Allow", "Deny")}) == [
        'urn policy.Statement[0].Effect: planned "Allow", now "Deny"'
    ]


def test_the_order_of_members_in_a_document_makes_no_difference() -> None:
    assert told({"policy": '{"a": 1, "b": 2}'}, {"policy": '{"b":2,"a":1}'}) == []
    assert told({"policy": '{"a": 1, "a": 2}'}, {"policy": '{"a": 2}'})
    assert told({"policy": "[1, 2]"}, {"policy": "[2, 1]"})


def test_long_values_are_cut() -> None:
    assert len(told("x" * 1000, "y")[0]) < 150


def test_nothing_says_so() -> None:
    assert [str(one) for one in differences("urn", NOTHING, "create")] == ['urn: planned nothing, now "create"']
