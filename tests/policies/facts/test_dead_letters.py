"""A queue is for dead letters if something sets them aside in it, or may."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.dead_letters import is_for_dead_letters
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
QUEUE = "aws:sqs/queue:Queue"
ARN = "arn:aws:sqs:x:1:dead"


def beside(type_: str, sources: tuple[str, ...] = (), own: dict[str, Any] | None = None, **properties: Any) -> Truth:
    dead = Resource(urn="urn::dead", type=QUEUE, name="dead", properties=own or {}, outputs={"arn": ARN}, id="dead")
    depended = dict.fromkeys(properties, sources)
    other = Resource(urn="urn::o", type=type_, name="o", properties=properties, property_dependencies=depended)
    Stack([dead, other])
    return is_for_dead_letters(dead)


@pytest.mark.parametrize("type_", [QUEUE, "aws:sqs/redrivePolicy:RedrivePolicy"])
def test_by_another_queue(type_: str) -> None:
    assert beside(type_, redrivePolicy=f'{{"deadLetterTargetArn": "{ARN}"}}') is T
    assert beside(type_, redrivePolicy={"deadLetterTargetArn": ARN}) is T
    assert beside(type_, redrivePolicy={"deadLetterTargetArn": "arn:aws:sqs:x:1:other"}) is F
    assert beside(type_, redrivePolicy=UNKNOWN) is U
    assert beside(type_, ("urn::dead",), redrivePolicy=UNKNOWN) is T
    assert beside(type_) is F


def test_by_a_subscription_and_by_functions() -> None:
    assert beside("aws:sns/topicSubscription:TopicSubscription", redrivePolicy={"deadLetterTargetArn": ARN}) is T
    assert beside("aws:lambda/function:Function", deadLetterConfig={"targetArn": ARN}) is T
    assert beside("aws:lambda/function:Function", deadLetterConfig={"targetArn": "other"}) is F
    failed = {"onFailure": {"destination": ARN}}
    assert beside("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", destinationConfig=failed) is T


def test_by_what_it_allows() -> None:
    assert beside("t", own={"redriveAllowPolicy": '{"redrivePermission": "byQueue"}'}) is T
    assert beside("t", own={"redriveAllowPolicy": {"redrivePermission": "denyAll"}}) is F
    allowance = {"queueUrl": "dead", "redriveAllowPolicy": {"redrivePermission": "allowAll"}}
    assert beside("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", **allowance) is T
