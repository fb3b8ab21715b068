"""What a security group is attached to, and what a rule's group is."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.attachments import is_for_data, is_for_public_balancer, is_used, of_group
from policies.facts.security_groups import GROUPS, INGRESS_RULES
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def resource(type_: str, name: str = "other", **properties: Any) -> Resource:
    return Resource(urn=f"urn::{name}", type=type_, name=name, properties=properties, id=f"{name}-id")


def group(*others: Resource, **properties: Any) -> Resource:
    made = resource(*GROUPS, "group", **properties)
    Stack([made, *others])
    return made


@pytest.mark.parametrize(
    ("type_", "properties", "public"),
    [
        ("aws:lb/loadBalancer:LoadBalancer", {"securityGroups": ["group-id"]}, T),
        ("aws:elb/loadBalancer:LoadBalancer", {"securityGroups": ["group-id"], "internal": False}, T),
        ("aws:alb/loadBalancer:LoadBalancer", {"securityGroups": ["group-id"], "internal": True}, F),
        ("aws:lb/loadBalancer:LoadBalancer", {"securityGroups": ["group-id"], "internal": UNKNOWN}, U),
        ("aws:lb/loadBalancer:LoadBalancer", {"securityGroups": ["sg-1"]}, F),
        ("aws:rds/instance:Instance", {"vpcSecurityGroupIds": ["group-id"]}, F),
    ],
)
def test_balancers_that_face_the_internet(type_: str, properties: dict[str, Any], public: Truth) -> None:
    assert is_for_public_balancer(group(resource(type_, **properties))) is public


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("aws:rds/cluster:Cluster", {"vpcSecurityGroupIds": ["group-id"]}),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"securityGroupIds": ["group-id"]}),
        ("aws:efs/mountTarget:MountTarget", {"securityGroups": ["group-id"]}),
        ("aws:opensearch/domain:Domain", {"vpcOptions": {"securityGroupIds": ["group-id"]}}),
        ("aws:sagemaker/model:Model", {"vpcConfig": {"securityGroupIds": ["group-id"]}}),
    ],
)
def test_where_data_is(type_: str, properties: dict[str, Any]) -> None:
    assert is_for_data(group(resource(type_, **properties))) is T
    assert is_for_data(group()) is F
    assert is_for_data(group(tags={"tier": "training"})) is T


def test_rules_of_groups_are_no_use() -> None:
    assert is_used(group(resource(*INGRESS_RULES, referencedSecurityGroupId="group-id"))) is F
    assert is_used(group(resource("aws:lambda/function:Function", vpcConfig={"securityGroupIds": ["group-id"]}))) is T
    assert is_used(group(resource("aws:lambda/function:Function", vpcConfig=UNKNOWN))) is U


@pytest.mark.parametrize(("named", "known"), [("group-id", T), ("sg-1", F), (UNKNOWN, U)])
def test_the_group_of_a_rule(named: Any, known: Truth) -> None:
    rule = resource(*INGRESS_RULES, "rule", securityGroupId=named)
    made = group(rule)
    assert of_group(rule, lambda one: T if one is made else F) is known
    assert of_group(made, lambda one: T if one is made else F) is T
