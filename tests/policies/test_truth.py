"""Kleene's logic, in full."""

from __future__ import annotations

import itertools

import pytest

from policies.truth import Truth, every, some, truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def test_the_tables() -> None:
    assert [a & b for a, b in itertools.product((F, U, T), repeat=2)] == [F, F, F, F, U, U, F, U, T]
    assert [a | b for a, b in itertools.product((F, U, T), repeat=2)] == [F, U, T, U, U, T, T, T, T]
    assert [~a for a in (F, U, T)] == [T, U, F]


def test_of_many() -> None:
    assert [every([]), every([T, U]), every([U, F, T])] == [T, U, F]
    assert [some([]), some([F, U]), some([U, T, F])] == [F, U, T]
    assert [truth(True), truth(False)] == [T, F]


@pytest.mark.parametrize("one", Truth)
def test_it_is_no_bool_by_mistake(one: Truth) -> None:
    with pytest.raises(TypeError, match="is not a bool"):
        bool(one)
