"""Secrets are kept out of messages, and marked where they must stay secret."""

from __future__ import annotations

from protocol.values import UNKNOWN, Secret
from sandbox.problem import Problem
from sandbox.redaction import check_failures, hidden, marked, redacted


def test_every_secret_text_is_taken_out_of_a_message_the_longest_first() -> None:
    props = {"a": Secret({"b": ["hunter2", "hunter"]}), "c": "plain"}
    assert redacted("hunter2, hunter and plain", props) == "[secret], [secret] and plain"


def test_an_empty_secret_takes_nothing_out() -> None:
    assert redacted("as it is", {"a": Secret("")}) == "as it is"


def test_neither_path_nor_reason_of_a_mistake_tells_a_secret() -> None:
    (failure,) = check_failures([Problem('map["hunter2"]', "hunter2?")], {"map": Secret(["hunter2"])})
    assert (failure.property, failure.reason) == ('map["[secret]"]', "[secret]?")


def test_secrets_become_unknown_where_values_are_shown() -> None:
    assert hidden({"a": [Secret("x"), {"b": 1}]}) == {"a": [UNKNOWN, {"b": 1}]}


def test_values_become_secret_where_the_inputs_are() -> None:
    like = {"a": Secret("old"), "b": [{"c": Secret(1)}], "d": Secret("gone")}
    value = {"a": "new", "b": [{"c": 2, "x": 3}], "d": None, "e": 5}
    assert marked(value, like) == {"a": Secret("new"), "b": [{"c": Secret(2), "x": 3}], "d": None, "e": 5}


def test_what_was_added_to_a_list_that_holds_secrets_is_secret() -> None:
    like = {"b": [{"c": Secret(1)}], "plain": [{"c": 1}]}
    value = {"b": [{"c": 2, "x": 3}, {"c": 4}], "plain": [{"c": 1}, {"c": 2}]}
    assert marked(value, like) == {
        "b": [{"c": Secret(2), "x": 3}, Secret({"c": 4})],
        "plain": [{"c": 1}, {"c": 2}],
    }


def test_elements_of_a_list_are_told_apart_by_name_and_new_ones_are_secret() -> None:
    like = [{"name": "token", "value": Secret("a")}, {"name": "region", "value": "b"}]
    value = [{"name": "region", "value": "b"}, {"name": "added", "value": "c"}, {"name": "token", "value": "d"}]
    assert marked(value, like) == [
        {"name": "region", "value": "b"},
        Secret({"name": "added", "value": "c"}),
        {"name": "token", "value": Secret("d")},
    ]
    assert marked(["a", "b"], [Secret("x")]) == [Secret("a"), Secret("b")]
    assert marked(["a", "b"], ["x"]) == ["a", "b"]
