"""Shapes of values: what they take, and what they say of the rest."""

# ruff: noqa: E501 - a message stands in one line, beside its mistake

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.values import UNKNOWN, Secret
from sandbox.problem import Problem
from sandbox.shapes import (
    Anything,
    Choice,
    File,
    JsonText,
    ListOf,
    MapOf,
    Object,
    OneOf,
    Scalar,
    Shape,
    check,
)

NUMBER = Scalar([int], coerces=False)
PORT = Object(lambda: ({"port": NUMBER, "name": Scalar([str], coerces=False)}, ("port",)))


def problems(shape: Shape, value: Any) -> list[str]:
    found: list[Problem] = []
    check(shape, value, ((), "x"), found)
    return [str(problem) for problem in found]


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (NUMBER, 1),
        (NUMBER, None),
        (NUMBER, UNKNOWN),
        (NUMBER, Secret(Secret(1))),
        (Scalar([float], coerces=False), 1),
        (Scalar([int], coerces=True), "30"),
        (Scalar([float], coerces=True), "0.5"),
        (Scalar([bool], coerces=True), "true"),
        (Scalar([str], coerces=True), 12),
        (Choice(["a", "b"]), "b"),
        (ListOf(NUMBER), [1, UNKNOWN]),
        (MapOf(NUMBER), {"a": 1}),
        (PORT, {"port": 80}),
        (OneOf([NUMBER, ListOf(NUMBER)]), [1]),
        (JsonText(PORT), '{"port": 80}'),
        (JsonText(PORT), {"port": 80}),
    ],
)
def test_what_fits_has_no_problems(shape: Shape, value: Any) -> None:
    assert problems(shape, value) == []


@pytest.mark.parametrize(
    ("shape", "value", "found"),
    [
        (NUMBER, True, ["x: must be a whole number, got a boolean"]),
        (NUMBER, "30", ["x: must be a whole number, got a string"]),
        (NUMBER, Secret("30"), ["x: must be a whole number, got a string"]),
        (Scalar([int], coerces=True), "3.5", ["x: must be a whole number, got a string"]),
        (Scalar([bool], coerces=True), "yes", ["x: must be a boolean, got a string"]),
        (Scalar([str], coerces=True), [], ["x: must be a string, got a list"]),
        (Scalar([int, str], coerces=False), {}, ["x: must be a string or a whole number, got an object"]),
        (Choice(["a", "b"]), "c", ["x: must be one of 'a', 'b'"]),
        (ListOf(NUMBER), [1, "a", "b"], ["x[1]: must be a whole number, got a string", "x[2]: must be a whole number, got a string"]),
        (MapOf(NUMBER), {"a/b": "c"}, ["x['a/b']: must be a whole number, got a string"]),
        (PORT, {"prot": 80}, ["x.prot: unknown, did you mean 'port'?", "x.port: is required"]),
        (OneOf([PORT, ListOf(PORT)]), [{"port": "a"}], ["x[0].port: must be a whole number, got a string"]),
        (OneOf([PORT, ListOf(PORT)]), 1, ["x: must be an object or a list, got a number"]),
        (JsonText(PORT), "{", ["x: must be an object, got a string"]),
        (File(), {"a": 1}, ["x: must be an asset or archive, got an object"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_its_path(shape: Shape, value: Any, found: list[str]) -> None:
    assert problems(shape, value) == found


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_anything_takes_anything(value: Any) -> None:
    assert problems(Anything(), value) == []
