"""What `Pulumi.yaml` declares under `config:`, and what it must not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.declarations import ABSENT, TYPES, Declaration, declare, matches, qualify

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
likely = st.dictionaries(
    st.sampled_from(["type", "default", "value", "items", "secret", "description", "typ"]),
    st.sampled_from([*TYPES, "strin", True, 1, {"type": "string"}, {"type": "array", "items": {}}]) | anything,
)


def test_a_declaration_holds_all_that_is_said() -> None:
    section = {"size": {"type": "integer", "description": "How many.", "default": 3, "secret": False}}
    assert declare("p", section) == (
        {"p:size": Declaration(key="p:size", type="integer", description="How many.", default=3)},
        [],
    )


def test_a_value_in_short_is_the_default_of_an_own_key_and_the_value_of_another() -> None:
    declarations, mistakes = declare("p", {"size": 3, "p:list": [1], "aws:region": "us-east-1"})
    assert mistakes == []
    assert {key: (item.default, item.own, item.required) for key, item in declarations.items()} == {
        "p:size": (3, True, False),
        "p:list": ([1], True, False),
        "aws:region": ("us-east-1", False, False),
    }


def test_a_key_without_default_or_value_is_required() -> None:
    declarations, _ = declare("p", {"size": {"type": "integer"}, "free": {"description": "x"}})
    assert [item.required for item in declarations.values()] == [True, True]
    assert declarations["p:size"].default is ABSENT


def test_arrays_name_the_type_of_their_elements() -> None:
    section = {
        "a": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}, "default": [[1], ["2"]]}
    }
    declarations, mistakes = declare("p", section)
    assert (declarations["p:a"].type, mistakes) == ("array<array<integer>>", [])


def test_nothing_declared() -> None:
    assert declare("p", None) == ({}, [])


@pytest.mark.parametrize(
    ("section", "mistakes"),
    [
        ("stacks", ["config: is text, which once named the folder of the stack files; name it under stackConfigDir"]),
        ([1], ["config: must be a mapping of keys to declarations, got a list"]),
        ({"a:b:c": 1}, ["config: a:b:c: is not a key; write <name>, or <namespace>:<name>"]),
        ({"a": None}, ["config: a: declares nothing; give a type, a default or a value"]),
        ({"a": {"typ": "string"}}, ["config: a: typ: unknown; did you mean 'type'?"]),
        ({"a": {"type": "strin"}}, ["config: a: type: unknown, got 'strin'; did you mean 'string'?"]),
        (
            {"a": {"type": 3}},
            ["config: a: type: unknown, got 3; allowed: array, boolean, integer, object, string"],
        ),
        ({"a": {"type": "array"}}, ["config: a: items: missing; an array must say the type of its elements"]),
        (
            {"a": {"type": "array", "items": {"type": "x"}}},
            ["config: a: items: type: unknown, got 'x'; allowed: array, boolean, integer, object, string"],
        ),
        ({"a": {"default": 1, "value": 2}}, ["config: a: has both a default and a value; keep one"]),
        ({"a": {"type": "integer", "default": "x"}}, ["config: a: default: must be of type integer, got 'x'"]),
        (
            {"a": {"type": "integer", "default": "s3cr3t", "secret": True}},
            ["config: a: default: must be of type integer"],
        ),
        ({"a": {"type": "string", "secret": "yes"}}, ["config: a: secret: must be true or false, got 'yes'"]),
        ({"a": {"type": "string", "description": 1}}, ["config: a: description: must be text, got 1"]),
        (
            {"aws:region": {"type": "string", "default": "x"}},
            [
                "config: aws:region: type: only the project's own keys can have one",
                "config: aws:region: default: only the project's own keys can have one",
                "config: aws:region: value: missing; a key of another namespace must be given one",
            ],
        ),
        ({"a": 1, "p:a": 2}, ["config: p:a: is declared already, with the namespace or without"]),
    ],
)
def test_every_mistake_is_named(section: object, mistakes: list[str]) -> None:
    assert declare("p", section)[1] == mistakes


@given(st.dictionaries(st.text(max_size=8) | st.just("p:a"), likely | anything, max_size=4) | anything)
def test_no_section_raises(section: Any) -> None:
    declarations, mistakes = declare("p", section)
    assert all(mistake.startswith("config: ") for mistake in mistakes)
    assert all(key == item.key for key, item in declarations.items())


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("a", "p:a"),
        ("p:a", "p:a"),
        ("x:a", "x:a"),
        ("x:config:a", "x:a"),
        ("x:y:a", None),
        ("", None),
        (":a", None),
        ("x:", None),
    ],
)
def test_a_key_without_a_namespace_is_of_the_project(name: str, key: str | None) -> None:
    assert qualify("p", name) == key


@pytest.mark.parametrize(
    ("type_", "good", "bad"),
    [
        ("string", ["", "x"], [1, True, None, [], {}]),
        ("integer", [1, -1, 2.0, "12", "-3"], [1.5, "1.5", "x", "", "1_0", "٣", True, None, []]),
        ("boolean", [True, False, "true", "false"], ["True", "yes", 1, None]),
        ("object", [{}, {"a": 1}], [[], "x", None]),
        ("array<integer>", [[], [1, "2"]], [["x"], "x", {}, None]),
        ("", [None, 1, "x", [], {}], []),
    ],
)
def test_values_match_their_type_as_for_the_official_cli(type_: str, good: list[object], bad: list[object]) -> None:
    assert [value for value in good if not matches(type_, value)] == []
    assert [value for value in bad if matches(type_, value)] == []
