"""Made names."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.values import UNKNOWN, Secret
from sandbox.providers.kubernetes import naming

MARK = {"pulumi.com/autonamed": "true"}


def named(metadata: Any, olds: Any = None) -> Any:
    inputs = {} if metadata is None else {"metadata": metadata}
    naming.name(inputs, olds or {}, "one", b"seed")
    return inputs["metadata"]


@given(st.binary(min_size=1), st.text(min_size=1, max_size=10))
def test_a_suffix_is_eight_hex_digits_and_follows_from_seed_and_name(seed: bytes, logical: str) -> None:
    assert re.fullmatch("[0-9a-f]{8}", naming.suffix(seed, logical))
    assert naming.suffix(seed, logical) == naming.suffix(seed, logical)


def test_without_a_seed_names_differ() -> None:
    assert naming.suffix(b"", "one") != naming.suffix(b"", "one")


@pytest.mark.parametrize("metadata", [None, {}, {"labels": {"a": "b"}}, {"annotations": {"x": "y"}}])
def test_an_object_without_a_name_gets_one_and_a_mark(metadata: Any) -> None:
    result = named(metadata)
    assert result["name"] == f"one-{naming.suffix(b'seed', 'one')}"
    assert result["annotations"] == {**(metadata or {}).get("annotations", {}), **MARK}


@pytest.mark.parametrize("metadata", [{"name": "a"}, {"name": UNKNOWN}, {"generateName": "a-"}, UNKNOWN])
def test_a_name_that_is_given_or_not_known_yet_is_left_alone(metadata: Any) -> None:
    assert named(metadata) == metadata


def test_secrets_and_unknowns_around_the_name_stay_what_they_are() -> None:
    assert isinstance(named(Secret({})), Secret)
    assert named({"annotations": UNKNOWN})["annotations"] is UNKNOWN
    assert named({"annotations": Secret({"a": "b"})})["annotations"] == Secret({"a": "b", **MARK})


def test_only_a_made_name_is_kept() -> None:
    assert named({}, {"metadata": {"name": "one-12345678", "annotations": MARK}})["name"] == "one-12345678"
    assert named({}, {"metadata": {"name": "given"}})["name"] != "given"
    assert not naming.is_autonamed({"metadata": {"name": "given"}})
