"""A policy refuses plain HTTP for the resource that it is bound to, not for another."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.resource_policies import refuses_plain_http
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
ARN = "arn:aws:sns:x:1:t"


def refused(resource: Any, action: str = "sns:Publish", *, is_there: bool = True) -> Truth:
    topic = Resource(urn="urn::t", type="t", name="t", properties={}, outputs={"arn": ARN} if is_there else {})
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    denied = {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": resource, "Condition": condition}
    policy = Resource(
        urn="urn::p",
        type="p",
        name="p",
        properties={"arn": ARN if is_there else UNKNOWN, "policy": {"Statement": [denied]}},
        property_dependencies={"arn": ("urn::t",)},
    )
    Stack([topic, policy])
    return refuses_plain_http(topic, ("p",), "arn", "sns:Publish")


@pytest.mark.parametrize(
    ("resource", "answer"), [(ARN, T), ("*", T), ("arn:aws:sns:x:1:o", F), (UNKNOWN, U), (None, F)]
)
def test_for_what_it_names(resource: Any, answer: Truth) -> None:
    assert refused(resource) is answer


@pytest.mark.parametrize(("resource", "answer"), [("*", T), (UNKNOWN, U), (None, F)])
def test_before_it_has_an_arn(resource: Any, answer: Truth) -> None:
    assert refused(resource, is_there=False) is answer


@pytest.mark.parametrize(("action", "answer"), [("SNS:Publish", T), ("*", T), ("sns:Subscribe", F)])
def test_for_the_actions_that_matter(action: str, answer: Truth) -> None:
    assert refused(ARN, action) is answer
