"""A public access block blocks everything if all four switches are on."""

from __future__ import annotations

import pytest

from policies.facts.public_access import blocks_all, require_all
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.truth import Truth

SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def block(**changes: object) -> Resource:
    properties = {**dict.fromkeys(SWITCHES, True), **changes}
    return Resource(urn="urn::one", type="t", name="one", properties=properties)


def test_all_on() -> None:
    assert blocks_all(block().root) is Truth.TRUE
    assert require_all(block(), block().root, default=False) == []


@pytest.mark.parametrize("switch", SWITCHES)
def test_each_counts(switch: str) -> None:
    assert blocks_all(block(**{switch: False}).root) is Truth.FALSE
    assert blocks_all(block(**{switch: None}).root) is Truth.FALSE
    assert blocks_all(block(**{switch: UNKNOWN}).root) is Truth.UNKNOWN
    off = block(**{switch: False})
    assert [one.path for one in require_all(off, off.root, default=True)] == [switch]


def test_what_is_not_given_is_the_default() -> None:
    bare = Resource(urn="urn::one", type="t", name="one", properties={})
    assert require_all(bare, bare.root, default=True) == []
    assert [one.path for one in require_all(bare, bare.root, default=False)] == list(SWITCHES)
