"""What network ACLs let in is the same inline and by rules of their own."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.network_acls import NETWORK_ACLS, Entry, forbid_world
from policies.finding import Outcome
from policies.node import UNKNOWN
from policies.resource import Resource

ACL, DEFAULT, RULE = NETWORK_ACLS
PORTS = {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlock": "0.0.0.0/0"}


def found(type_: str, **properties: Any) -> list[tuple[str, Outcome]]:
    made = Resource(urn="urn::one", type=type_, name="one", properties=properties)
    return [(one.path, one.outcome) for one in forbid_world(made, lambda entry: entry.reaches(22))]


@pytest.mark.parametrize("type_", [ACL, DEFAULT])
def test_inline(type_: str) -> None:
    assert found(type_, ingress=[PORTS | {"action": "allow"}]) == [("ingress[0]", Outcome.VIOLATED)]
    assert found(type_, ingress=[PORTS | {"action": "deny"}], egress=[PORTS | {"action": "allow"}]) == []
    assert found(type_, ingress=UNKNOWN) == [("ingress", Outcome.UNKNOWN)]


def test_by_a_rule_of_its_own() -> None:
    assert found(RULE, ruleAction="allow", **PORTS) == [("", Outcome.VIOLATED)]
    assert found(RULE, ruleAction="ALLOW", egress=False, **PORTS) == [("", Outcome.VIOLATED)]
    assert found(RULE, ruleAction="allow", egress=True, **PORTS) == []
    assert found(RULE, ruleAction="allow", egress=UNKNOWN, **PORTS) == [("", Outcome.UNKNOWN)]


@pytest.mark.parametrize(
    ("protocol", "first", "last", "all_of_them"),
    [("-1", 0, 0, 1), ("tcp", 0, 65535, 1), ("tcp", 1, 65535, 1), ("tcp", 1024, 65535, 0), ("tcp", 0, 65534, 0)],
)
def test_every_port(protocol: str, first: int, last: int, all_of_them: int) -> None:
    rule = {"protocol": protocol, "fromPort": first, "toPort": last, "ipv6CidrBlock": "::/0", "ruleAction": "allow"}
    made = Resource(urn="urn::one", type=RULE, name="one", properties=rule)
    assert len(forbid_world(made, Entry.is_for_all_ports)) == all_of_them
