"""A key is one's own unless it is one of AWS's; before it is there, what it is made of tells."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.customer_keys import is_own_key
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
KEY = "urn::key"


def of_key(value: Any, *sources: str) -> Truth:
    key = Resource(urn=KEY, type="aws:kms/key:Key", name="key", properties={})
    store = Resource(
        urn="urn::s", type="t", name="s", properties={"kmsKeyId": value}, property_dependencies={"kmsKeyId": sources}
    )
    Stack([key, store])
    return is_own_key(store, store["kmsKeyId"])


@pytest.mark.parametrize(
    ("value", "own"),
    [
        ("arn:aws:kms:eu-central-1:111122223333:key/1", T),
        ("alias/data", T),
        ("alias/aws/sqs", F),
        ("arn:aws:kms:eu-central-1:111122223333:alias/aws/sqs", F),
        ("", F),
        (None, F),
        (UNKNOWN, U),
    ],
)
def test_aws_s_own_are_named_as_such(value: Any, own: Truth) -> None:
    assert of_key(value) is own


def test_a_key_of_the_stack_is_one_s_own_before_it_is_there() -> None:
    assert of_key(UNKNOWN, KEY) is T
    assert of_key(UNKNOWN, "urn::other") is U
