"""What security groups let through, however their rules are spelled: inline, or as resources of two kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from policies.facts.networks import is_world, lets_through
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, some

GROUPS: Final = ("aws:ec2/securityGroup:SecurityGroup",)
DEFAULT_GROUPS: Final = ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",)
RULES: Final = ("aws:ec2/securityGroupRule:SecurityGroupRule",)
INGRESS_RULES: Final = ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",)
EGRESS_RULES: Final = ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",)
PREFIX_LISTS: Final = ("aws:ec2/managedPrefixList:ManagedPrefixList",)
_ENTRIES: Final = ("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",)
INGRESS: Final = (*GROUPS, *DEFAULT_GROUPS, *RULES, *INGRESS_RULES)
"""Every type that declares what comes in."""
EGRESS: Final = (*GROUPS, *DEFAULT_GROUPS, *RULES, *EGRESS_RULES)
"""Every type that declares what goes out."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a rule of a security group lets through.

    Attributes:
        owner: the resource that declares it.
        node: where it does.
        meant: whether it is about the direction that was asked for.
        protocol, first, last: the protocol, and the range of ports.
    """

    owner: Resource
    node: Node
    meant: Truth
    protocol: Node
    first: Node
    last: Node

    def reaches(self, ports: Iterable[int]) -> Truth:
        """Whether it lets one of these ports through."""
        return lets_through(self.protocol, self.first, self.last, ports)

    def is_only(self, *ports: int) -> Truth:
        """Whether it lets nothing through but one of these ports."""
        return some(self.first.equals(port) & self.last.equals(port) for port in ports) & ~self.is_of_any_protocol()

    def is_of_any_protocol(self) -> Truth:
        """Whether it lets everything through."""
        return self.protocol.satisfies(lambda value: str(value).lower() in ("-1", "all"))

    def openings(self) -> Iterator[tuple[Node, Truth]]:
        """Whom it is for, and whether that is the world: CIDR blocks, and prefix lists of the stack."""
        for key in ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"):
            yield from ((cidr, is_world(cidr)) for cidr in self.node[key].each())
        for key in ("prefixListIds", "prefixListId"):
            yield from ((named, self._is_open_list(named)) for named in self.node[key].each())

    def _is_open_list(self, named: Node) -> Truth:
        lists = self.owner.stack.referred(named, PREFIX_LISTS)
        if not lists:
            # One of AWS's own, such as CloudFront's, or of another stack.
            return named.satisfies(lambda _: False)
        return some(map(_holds_world, lists))


def _holds_world(prefixes: Resource) -> Truth:
    added = prefixes.stack.bound_to(prefixes, _ENTRIES, by="prefixListId")
    inline = some(is_world(entry["cidr"]) for entry in prefixes["entries"].each())
    return inline | added.some(lambda one: is_world(one["cidr"]))


def ingress(resource: Resource) -> Iterator[Traffic]:
    """What a resource of `INGRESS` lets in."""
    yield from _traffic(resource, "ingress")


def egress(resource: Resource) -> Iterator[Traffic]:
    """What a resource of `EGRESS` lets out."""
    yield from _traffic(resource, "egress")


def forbid_world(traffic: Iterable[Traffic], forbidden: Callable[[Traffic], Truth]) -> Findings:
    """What lets the whole world through, where a rule forbids that."""
    return [
        finding
        for one in traffic
        for peer, is_open in one.openings()
        for finding in one.owner.forbid(one.meant & forbidden(one) & is_open, peer)
    ]


def lets_world_in(group: Resource, meant: Callable[[Traffic], Truth]) -> Truth:
    """Whether a group lets the whole world in where `meant` holds, by itself or by rules in resources of their own."""

    def opens(declared: Resource) -> Truth:
        return some(one.meant & meant(one) & is_open for one in ingress(declared) for _, is_open in one.openings())

    rules = (group.stack.bound_to(group, types, by="securityGroupId") for types in (RULES, INGRESS_RULES))
    return opens(group) | some(bound.some(opens) for bound in rules)


def _traffic(resource: Resource, direction: str) -> Iterator[Traffic]:
    if resource.type in (*GROUPS, *DEFAULT_GROUPS):
        for node in resource[direction].each():
            yield _read(resource, node, Truth.TRUE, "protocol")
    elif resource.type in RULES:
        yield _read(resource, resource.root, resource["type"].equals(direction), "protocol")
    else:
        yield _read(resource, resource.root, Truth.TRUE, "ipProtocol")


def _read(resource: Resource, node: Node, meant: Truth, protocol: str) -> Traffic:
    return Traffic(resource, node, meant, node[protocol], node["fromPort"], node["toPort"])
