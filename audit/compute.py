"""Networks, instances, volumes: whatever EC2 has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from audit.finding import Client, Finding, Owner


class _Kind(NamedTuple):
    """A kind of things that EC2 lists.

    Attributes:
        kind: as in an ARN.
        operation: what lists them.
        member: where the answer holds them.
        id: the field that names one.
        narrowed: what the operation is asked with.
    """

    kind: str
    operation: str
    member: str
    id: str
    narrowed: Mapping[str, Any] = MappingProxyType({})


_KINDS: Final = (
    _Kind("elastic-ip", "describe_addresses", "Addresses", "AllocationId"),
    _Kind("instance", "describe_instances", "Reservations", "InstanceId"),
    _Kind("internet-gateway", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    _Kind("launch-template", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateId"),
    _Kind("natgateway", "describe_nat_gateways", "NatGateways", "NatGatewayId"),
    _Kind("network-acl", "describe_network_acls", "NetworkAcls", "NetworkAclId"),
    _Kind("network-interface", "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"),
    _Kind("placement-group", "describe_placement_groups", "PlacementGroups", "GroupName"),
    _Kind("route-table", "describe_route_tables", "RouteTables", "RouteTableId"),
    _Kind("security-group", "describe_security_groups", "SecurityGroups", "GroupId"),
    _Kind("security-group-rule", "describe_security_group_rules", "SecurityGroupRules", "SecurityGroupRuleId"),
    _Kind("snapshot", "describe_snapshots", "Snapshots", "SnapshotId", {"OwnerIds": ["self"]}),
    _Kind("subnet", "describe_subnets", "Subnets", "SubnetId"),
    _Kind("volume", "describe_volumes", "Volumes", "VolumeId"),
    _Kind("vpc", "describe_vpcs", "Vpcs", "VpcId"),
    _Kind("vpc-endpoint", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId"),
    _Kind("vpc-flow-log", "describe_flow_logs", "FlowLogs", "FlowLogId"),
)

_ENDED: Final = frozenset({"deleted", "deleting", "shutting-down", "terminated"})
"""States of gateways, endpoints and instances that EC2 still shows, with their tags, for an hour or so."""


def network(client: Client, owner: Owner) -> Iterator[Finding]:
    """What EC2 has of the owner."""
    ec2 = client("ec2")
    caller = client("sts").get_caller_identity()
    place = f"arn:{caller['Arn'].split(':')[1]}:ec2:{ec2.meta.region_name}:{caller['Account']}"
    for kind in _KINDS:
        for one in _all(ec2, kind):
            tags = {tag["Key"]: tag["Value"] for tag in one.get("Tags", ())}
            if owner.owns(tags) and _state(one) not in _ENDED:
                yield Finding(
                    service="ec2",
                    kind=kind.kind,
                    id=f"{place}:{kind.kind}/{one[kind.id]}",
                    tags=tags,
                    facts=_facts(kind.kind, one),
                    belongs_to=_belongs_to(kind.kind, one),
                )


def _all(ec2: Any, kind: _Kind) -> Iterator[dict[str, Any]]:
    pages = (
        ec2.get_paginator(kind.operation).paginate(**kind.narrowed)
        if ec2.can_paginate(kind.operation)
        else [getattr(ec2, kind.operation)(**kind.narrowed)]
    )
    for page in pages:
        for one in page[kind.member]:
            yield from one["Instances"] if kind.kind == "instance" else [one]


def _state(one: dict[str, Any]) -> str:
    state = one.get("State", "")
    return str(state["Name"] if isinstance(state, dict) else state).lower()


def _facts(kind: str, one: dict[str, Any]) -> dict[str, Any]:
    match kind:
        case "instance":
            return {"class": one["InstanceType"]}
        case "vpc-endpoint":
            return {"type": one["VpcEndpointType"]}
        case _:
            return {}


def _belongs_to(kind: str, one: dict[str, Any]) -> tuple[str, ...]:
    """Nobody can delete a network's default group: it comes and goes with its network, whoever tagged it."""
    return (one["VpcId"],) if kind == "security-group" and one["GroupName"] == "default" else ()
