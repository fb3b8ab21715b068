"""The network: public, private and data subnets in several availability zones."""

from collections import defaultdict
from ipaddress import IPv4Network
from typing import ClassVar

import pulumi
import pulumi_aws as aws
from pulumi_aws import ec2, kms
from pydantic import Field, field_validator

from components.base import Component
from components.endpoints import ESSENTIAL, Endpoints, Service
from components.flow_logs import FlowLogs
from components.routes import Nat, Routes
from components.settings import LogRetentionDays, Section
from components.subnets import Tier, plan
from components.tags import environment

ZONES_WITHOUT_EKS = ["cac1-az3", "use1-az3", "usw1-az2"]
"""Zones in which EKS puts no control plane
(https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html)."""


class NetworkArgs(Section):
    """The network."""

    guarded: ClassVar[tuple[str, ...]] = ("nat", "flow_log_retention_days")

    cidr_block: IPv4Network = IPv4Network("10.0.0.0/16")
    """Private addresses, a block from /16 to /20. Networks that are ever to be peered must not overlap."""
    zones: int = Field(default=3, ge=2, le=3)
    """Number of availability zones."""
    nat: Nat = Nat.PER_ZONE
    """How the private subnets reach the internet."""
    endpoints: list[Service] = Field(default=list(ESSENTIAL))
    """Services reached without leaving the network; each costs by hour and zone. S3 is always among them, and free."""
    flow_log_retention_days: LogRetentionDays = 365
    """How long the record of connections is kept, in days."""

    @field_validator("cidr_block")
    @classmethod
    def _usable(cls, block: IPv4Network) -> IPv4Network:
        if not block.is_private or not 16 <= block.prefixlen <= 20:
            raise ValueError(f"must be a block of private addresses from /16 to /20, got {block}")
        return block


class Network(Component):
    """A VPC with its subnets, routes, endpoints and flow logs.

    Attributes:
        ways: what leads out of the private subnets. Nodes come after it, and go before it: without it they can neither
            join the cluster nor, when they are drained, tell AWS that they are gone.
    """

    vpc_id: pulumi.Output[str]
    cidr_block: pulumi.Output[str]
    public_subnet_ids: pulumi.Output[list[str]]
    private_subnet_ids: pulumi.Output[list[str]]
    data_subnet_ids: pulumi.Output[list[str]]

    def __init__(
        self, name: str, args: NetworkArgs, *, key: kms.Key, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        network = ec2.Vpc(
            name,
            cidr_block=str(args.cidr_block),
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": environment()},
            opts=self.child,
        )
        # No rule at all: what forgets to name its security group reaches nothing and is reached by nothing.
        ec2.DefaultSecurityGroup(f"{name}-default", vpc_id=network.id, ingress=[], egress=[], opts=self.child)
        subnets = self._subnets(name, args, network)
        routes = Routes(f"{name}-routes", args.nat, network=network, subnets=subnets, opts=self.child)
        endpoints = Endpoints(
            f"{name}-endpoints",
            args.endpoints,
            network=network,
            subnets=subnets[Tier.PRIVATE],
            route_table_ids=routes.table_ids,
            opts=self.child,
        )
        FlowLogs(f"{name}-flow", network=network, key=key, retention_days=args.flow_log_retention_days, opts=self.child)
        self.ways: list[pulumi.Resource] = [routes, endpoints]
        self.vpc_id = network.id
        self.cidr_block = network.cidr_block
        self.public_subnet_ids, self.private_subnet_ids, self.data_subnet_ids = (
            pulumi.Output.all(*(subnet.id for subnet in subnets[tier])) for tier in Tier
        )
        self.publish()

    def _subnets(self, name: str, args: NetworkArgs, network: ec2.Vpc) -> dict[Tier, list[ec2.Subnet]]:
        # Local Zones are left out: they have neither EKS control planes nor NAT gateways.
        offered = aws.get_availability_zones_output(
            exclude_zone_ids=ZONES_WITHOUT_EKS,
            filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
            opts=pulumi.InvokeOptions(parent=self),
        )
        names = offered.apply(lambda zones: _first(zones.names, args.zones, zones.region))
        subnets: dict[Tier, list[ec2.Subnet]] = defaultdict(list)
        for planned in plan(args.cidr_block, args.zones):
            subnet = ec2.Subnet(
                f"{name}-{planned.tier}-{planned.zone}",
                vpc_id=network.id,
                cidr_block=str(planned.block),
                availability_zone=names[planned.zone],
                map_public_ip_on_launch=False,
                tags={"Name": f"{environment()}-{planned.tier}-{planned.zone}"} | _discovery(planned.tier),
                opts=self.child,
            )
            subnets[planned.tier].append(subnet)
        return subnets


def _first(names: list[str], count: int, region: str) -> list[str]:
    if len(names) < count:
        raise pulumi.RunError(f"strata:network.zones: {region} offers {len(names)} availability zones, got {count}")
    return sorted(names)[:count]


def _discovery(tier: Tier) -> dict[str, str]:
    """Tags by which load balancers and Karpenter find their subnets."""
    match tier:
        case Tier.PUBLIC:
            return {"kubernetes.io/role/elb": "1"}
        case Tier.PRIVATE:
            return {"kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": environment()}
        case Tier.DATA:
            return {}
