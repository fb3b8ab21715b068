"""What errors carry, and how they end."""

from __future__ import annotations

import pytest

from engine import errors


def test_a_configuration_error_lists_every_mistake() -> None:
    error = errors.ConfigError(["one", "two"])
    assert error.problems == ("one", "two")
    assert str(error) == "one\ntwo"


def test_a_resource_error_names_its_resource() -> None:
    error = errors.ResourceError("urn:pulumi:dev::p::t::n", "it failed")
    assert (error.urn, str(error)) == ("urn:pulumi:dev::p::t::n", "urn:pulumi:dev::p::t::n: it failed")


@pytest.mark.parametrize(
    "kind",
    [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)],
)
def test_every_error_is_an_engine_error_and_stands_in_the_tree(kind: type[Exception]) -> None:
    assert issubclass(kind, errors.EngineError)
    assert f" {kind.__name__} " in f" {errors.__doc__} ".replace("\n", " ")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("strin", "did you mean 'string'?"), ("xyz", "allowed: integer, string")],
)
def test_an_unknown_name_gets_the_nearest_or_all(name: str, hint: str) -> None:
    assert errors.suggest(name, ["string", "integer"]) == hint


def test_where_nothing_is_allowed_the_hint_says_so() -> None:
    assert errors.suggest("x", []) == "allowed: none"
