"""An alarm takes back what a deployment watches it for, or what its tag says."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.alarms import rolls_back
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def watched(type_: str, **properties: Any) -> Truth:
    alarm = Resource(urn="urn::a", type="t", name="a", properties={"name": "errors"})
    other = Resource(urn="urn::o", type=type_, name="o", properties=properties)
    Stack([alarm, other])
    return rolls_back(alarm)


@pytest.mark.parametrize(("name", "answer"), [("errors", T), ("latency", F), (UNKNOWN, U)])
def test_by_a_deployment(name: Any, answer: Truth) -> None:
    rollback = {"autoRollbackConfiguration": {"alarms": [{"alarmName": name}]}}
    assert watched("aws:sagemaker/endpoint:Endpoint", deploymentConfig=rollback) is answer
    assert watched("aws:codedeploy/deploymentGroup:DeploymentGroup", alarmConfiguration={"alarms": [name]}) is answer
    assert watched("aws:ecs/service:Service", alarms={"alarmNames": [name]}) is answer


@pytest.mark.parametrize(("purpose", "answer"), [("slo", T), ("rollback", T), ("costs", F)])
def test_by_its_tag(purpose: str, answer: Truth) -> None:
    alarm = Resource(urn="urn::a", type="t", name="a", properties={"tags": {"purpose": purpose}})
    Stack([alarm])
    assert rolls_back(alarm) is answer
