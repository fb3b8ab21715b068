"""What network ACLs let in, inline or by resources of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from policies.facts.networks import is_world, lets_through
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, some

_RULES: Final = ("aws:ec2/networkAclRule:NetworkAclRule",)
NETWORK_ACLS: Final = ("aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", *_RULES)
"""Every type that declares what comes in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a network ACL; `meant`, whether it lets something in."""

    node: Node
    meant: Truth

    def reaches(self, *ports: int) -> Truth:
        """Whether one of these ports is let through."""
        return lets_through(self.node["protocol"], self.node["fromPort"], self.node["toPort"], ports)

    def is_for_all_ports(self) -> Truth:
        """Whether every port is let through."""
        return self.reaches(0) & self.reaches(65535) | self.reaches(1) & self.reaches(65535)

    def is_for_world(self) -> Truth:
        """Whether it is for everyone."""
        return some(is_world(self.node[key]) for key in ("cidrBlock", "ipv6CidrBlock"))


def forbid_world(resource: Resource, forbidden: Callable[[Entry], Truth]) -> Findings:
    """What is let in from everywhere, where a rule forbids that."""
    return [
        finding
        for entry in _entries(resource)
        for finding in resource.forbid(entry.meant & entry.is_for_world() & forbidden(entry), entry.node)
    ]


def _entries(resource: Resource) -> Iterator[Entry]:
    if resource.type in _RULES:
        allows = resource["ruleAction"].satisfies(_allows)
        yield Entry(resource.root, allows & ~resource["egress"].is_true())
    else:
        for node in resource["ingress"].each():
            yield Entry(node, node["action"].satisfies(_allows))


def _allows(action: object) -> bool:
    return str(action).lower() == "allow"
