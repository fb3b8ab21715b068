"""A tag is the resource's own, else its provider's default."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.tags import is_tagged, tag
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

PROVIDER = "urn:pulumi:test::strata::pulumi:providers:aws::account"


def tagged(defaults: Any = None, **fields: Any) -> Resource:
    account = Resource(urn=PROVIDER, type="pulumi:providers:aws", name="account", properties={"defaultTags": defaults})
    bucket = Resource(urn="urn::b", type="t", name="b", provider=f"{PROVIDER}::1", **{"properties": {}, **fields})
    Stack([account, bucket])
    return bucket


def test_its_own_tag_comes_first() -> None:
    assert tag(tagged('{"tags": {"owner": "a"}}', properties={"tags": {"owner": "b"}}), "owner").value == "b"


def test_all_its_tags_as_recorded() -> None:
    assert tag(tagged(outputs={"tagsAll": {"owner": "a"}}), "owner").value == "a"
    assert tag(tagged(properties={"tagsAll": {"owner": "a"}}), "owner").value == "a"


@pytest.mark.parametrize("defaults", ['{"tags": {"owner": "a"}}', {"tags": {"owner": "a"}}])
def test_its_provider_s_default_as_text_or_object(defaults: Any) -> None:
    found = tag(tagged(defaults), "owner")
    assert (found.value, found.path) == ("a", "tags.owner")


@pytest.mark.parametrize("defaults", [None, "{}", {}, '{"tags": {}}'])
def test_none(defaults: Any) -> None:
    assert tag(tagged(defaults), "owner").value is None
    assert is_tagged(tagged(defaults), "owner", "a") is Truth.FALSE


@pytest.mark.parametrize("defaults", [UNKNOWN, "no JSON", {"tags": UNKNOWN}])
def test_what_the_provider_gives_may_be_unknown(defaults: Any) -> None:
    assert is_tagged(tagged(defaults), "owner", "a") is Truth.UNKNOWN
    assert is_tagged(tagged(defaults, properties={"tags": {"owner": "a"}}), "owner", "a", "b") is Truth.TRUE
