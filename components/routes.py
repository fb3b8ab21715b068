"""Where the network's packets go: which subnets reach the internet, and through what."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import pulumi
from pulumi_aws import ec2

from components.base import Component
from components.subnets import Tier

ANYWHERE = "0.0.0.0/0"


class Nat(StrEnum):
    """How the private subnets reach the internet."""

    PER_ZONE = "per_zone"
    """A gateway in each zone: a lost zone takes no other with it."""
    SINGLE = "single"
    """One gateway: cheaper, and a single point of failure."""
    NONE = "none"
    """Not at all: AWS only through endpoints, images and packages only from inside the account."""


class Routes(Component):
    """Public subnets reach the internet directly, private ones through NAT, data subnets not at all."""

    table_ids: pulumi.Output[list[str]]
    """The route tables of the private and data subnets, for gateway endpoints."""

    def __init__(
        self,
        name: str,
        nat: Nat,
        *,
        network: ec2.Vpc,
        subnets: Mapping[Tier, Sequence[ec2.Subnet]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self._prefix = name
        self._network = network
        gateway = ec2.InternetGateway(name, vpc_id=network.id, opts=self.child)
        public = self._table("public", subnets[Tier.PUBLIC])
        self._to_internet("public", public, gateway_id=gateway.id)
        private = [self._table(f"private-{zone}", [subnet]) for zone, subnet in enumerate(subnets[Tier.PRIVATE])]
        with_nat = {Nat.PER_ZONE: subnets[Tier.PUBLIC], Nat.SINGLE: subnets[Tier.PUBLIC][:1], Nat.NONE: []}[nat]
        gateways = [self._nat(zone, subnet, gateway) for zone, subnet in enumerate(with_nat)]
        for zone, table in enumerate(private if gateways else []):
            self._to_internet(f"private-{zone}", table, nat_gateway_id=gateways[zone % len(gateways)].id)
        data = self._table("data", subnets[Tier.DATA])
        self.table_ids = pulumi.Output.all(*(table.id for table in [*private, data]))
        self.publish()

    def _table(self, suffix: str, subnets: Sequence[ec2.Subnet]) -> ec2.RouteTable:
        table = ec2.RouteTable(f"{self._prefix}-{suffix}", vpc_id=self._network.id, opts=self.child)
        for position, subnet in enumerate(subnets):
            ec2.RouteTableAssociation(
                f"{self._prefix}-{suffix}-{position}", route_table_id=table.id, subnet_id=subnet.id, opts=self.child
            )
        return table

    def _to_internet(self, suffix: str, table: ec2.RouteTable, **target: pulumi.Input[str]) -> None:
        ec2.Route(
            f"{self._prefix}-{suffix}",
            route_table_id=table.id,
            destination_cidr_block=ANYWHERE,
            opts=self.child,
            **target,
        )

    def _nat(self, zone: int, subnet: ec2.Subnet, gateway: ec2.InternetGateway) -> ec2.NatGateway:
        # AWS refuses an address for a network that has no way to the internet yet.
        attached = self.child_with(depends_on=[gateway])
        address = ec2.Eip(f"{self._prefix}-nat-{zone}", domain="vpc", opts=attached)
        return ec2.NatGateway(
            f"{self._prefix}-nat-{zone}", allocation_id=address.id, subnet_id=subnet.id, opts=attached
        )
