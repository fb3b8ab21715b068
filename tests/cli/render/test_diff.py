"""Each changed property is told with its path, old and new."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cli.render.diff import property_changes, property_lines
from protocol.values import SECRET_SIGNATURE, SIGNATURE, UNKNOWN_WIRE
from tests.cli.events import metadata, text

QUEUE = "aws:sqs/queue:Queue"
SECRET = {SIGNATURE: SECRET_SIGNATURE, "ciphertext": "[secret]"}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def shown(old: dict[str, Any], new: dict[str, Any], op: str = "update", **more: Any) -> list[str]:
    step = metadata(op, QUEUE, "train", old={"inputs": old}, new={"inputs": new}, **more)
    return text(*property_lines(step, indent="")).splitlines()


def test_values_are_told_with_their_whole_path() -> None:
    old = {"delaySeconds": 0, "tags": {"team": "ml", "app.kubernetes.io/name": "a"}, "rules": [{"port": 1}]}
    new = {"delaySeconds": 30, "tags": {"app.kubernetes.io/name": "b", "owner": "x"}, "rules": [{"port": 2}, {}]}
    assert shown(old, new) == [
        "~ delaySeconds: 0 → 30",
        "~ rules[0].port: 1 → 2",
        "+ rules[1]: {}",
        '~ tags["app.kubernetes.io/name"]: "a" → "b"',
        '+ tags.owner: "x"',
        '- tags.team: "ml"',
    ]


def test_what_forces_a_replacement_says_so() -> None:
    step_keys = {"keys": ["fifoQueue"]}
    assert shown({"fifoQueue": False}, {"fifoQueue": True}, "replace", **step_keys) == [
        "~ fifoQueue: false → true (forces replacement)"
    ]


def test_a_secret_stays_secret_even_when_only_it_changes() -> None:
    assert shown({"password": SECRET}, {"password": SECRET}, diffs=["password"]) == ["~ password: [secret] → [secret]"]
    assert shown({"password": "old"}, {"password": SECRET}) == ['~ password: "old" → [secret]']


def test_an_unknown_value_is_told_as_such() -> None:
    assert shown({"arn": "a"}, {"arn": UNKNOWN_WIRE}) == ['~ arn: "a" → [unknown]']


def test_the_engines_own_entries_are_left_out() -> None:
    assert shown({"__defaults": ["a"], "x": 1}, {"__defaults": ["b"], "x": 2}) == ["~ x: 1 → 2"]


def test_a_long_value_is_cut() -> None:
    (line,) = shown({"policy": "short"}, {"policy": "x" * 500})
    assert line == '~ policy: "short" → "' + "x" * 99 + "…"


def test_a_refresh_tells_the_outputs_that_differ() -> None:
    step = metadata("update", QUEUE, "q", old={"outputs": {"delaySeconds": 0}}, new={"outputs": {"delaySeconds": 9}})
    assert text(*property_lines(step, indent="")) == "~ delaySeconds: 0 → 9"


def test_a_new_resource_tells_its_inputs_and_a_deleted_one_nothing() -> None:
    created = metadata("create", QUEUE, "q", new={"inputs": {"delaySeconds": 9}})
    assert text(*property_lines(created, indent="  ")) == "  + delaySeconds: 9"
    assert property_lines(metadata("delete", QUEUE, "q", old={"inputs": {"delaySeconds": 9}}), indent="") == []


@given(st.dictionaries(st.text(min_size=1, max_size=5), json_values, max_size=4))
def test_equal_inputs_show_no_change(inputs: dict[str, Any]) -> None:
    step = metadata("update", QUEUE, "q", old={"inputs": inputs}, new={"inputs": inputs})
    assert property_changes(step) == []


@given(json_values, json_values)
def test_different_inputs_show_a_change(old: Any, new: Any) -> None:
    step = metadata("update", QUEUE, "q", old={"inputs": {"x": [old, 0]}}, new={"inputs": {"x": [new, 1]}})
    assert property_changes(step)
