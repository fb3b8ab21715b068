"""What security groups let through is the same in each of the three spellings."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.security_groups import (
    EGRESS_RULES,
    GROUPS,
    INGRESS_RULES,
    PREFIX_LISTS,
    RULES,
    egress,
    ingress,
    lets_world_in,
)
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth, some

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
WORLD = "0.0.0.0/0"


def resource(type_: str, name: str = "one", **properties: Any) -> Resource:
    made = Resource(urn=f"urn::{name}", type=type_, name=name, properties=properties, id=f"{name}-id")
    Stack([made])
    return made


INLINE = resource(*GROUPS, ingress=[{"protocol": "tcp", "fromPort": 20, "toPort": 25, "cidrBlocks": [WORLD]}])
RULE = resource(*RULES, type="ingress", protocol="tcp", fromPort=20, toPort=25, cidrBlocks=[WORLD])
ENTRY = resource(*INGRESS_RULES, ipProtocol="tcp", fromPort=20, toPort=25, cidrIpv4=WORLD)


@pytest.mark.parametrize("declared", [INLINE, RULE, ENTRY], ids=["inline", "rule", "entry"])
def test_three_spellings(declared: Resource) -> None:
    (one,) = ingress(declared)
    assert one.meant is T
    assert (one.reaches((22,)), one.reaches((26, 80))) == (T, F)
    assert some(is_open for _, is_open in one.openings()) is T
    assert one.is_only(20) is F
    assert one.is_of_any_protocol() is F


def test_a_rule_of_the_other_direction_is_not_meant() -> None:
    (one,) = egress(RULE)
    assert one.meant is F
    assert list(egress(INLINE)) == []
    (out,) = egress(resource(*EGRESS_RULES, ipProtocol="-1", cidrIpv6="::/0"))
    assert out.is_of_any_protocol() is T


@pytest.mark.parametrize(("cidr", "is_open"), [(WORLD, T), ("192.0.2.0/24", F), (UNKNOWN, U)])
def test_a_prefix_list_of_the_stack_is_as_open_as_its_entries(cidr: Any, is_open: Truth) -> None:
    listed = resource(*PREFIX_LISTS, "list", entries=[{"cidr": cidr}])
    rule = resource(*INGRESS_RULES, "rule", ipProtocol="-1", prefixListId="list-id")
    Stack([listed, rule])
    (one,) = ingress(rule)
    assert [known for _, known in one.openings()] == [is_open]


def test_a_prefix_list_of_aws_is_not_the_world() -> None:
    (one,) = ingress(resource(*INGRESS_RULES, ipProtocol="tcp", prefixListId="pl-1"))
    assert [known for _, known in one.openings()] == [F]


@pytest.mark.parametrize(("group", "open_"), [("group-id", T), ("other", F), (UNKNOWN, U)])
def test_a_group_lets_in_what_its_rules_do(group: Any, open_: Truth) -> None:
    plain = resource(*GROUPS, "group")
    Stack([plain, resource(*INGRESS_RULES, "entry", securityGroupId=group, ipProtocol="-1", cidrIpv4=WORLD)])
    assert lets_world_in(plain, lambda one: one.reaches((5432,))) is open_
