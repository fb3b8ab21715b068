"""Which subnets reach the internet, and through what."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi_aws import ec2

from components.routes import Nat, Routes
from components.subnets import Tier
from tests.components.conftest import BringUp
from tests.harness import Result

ROUTE = "aws:ec2/route:Route"
TABLE = "aws:ec2/routeTable:RouteTable"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
NAT_GATEWAY = "aws:ec2/natGateway:NatGateway"
INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway"
SUBNET = "aws:ec2/subnet:Subnet"


def with_nat(nat: Nat) -> Any:
    """Routes of a network with two zones."""

    def build(opts: pulumi.ResourceOptions) -> None:
        network = ec2.Vpc("network", cidr_block="10.0.0.0/16", opts=opts)
        subnets = {
            tier: [
                ec2.Subnet(
                    f"{tier}-{zone}", vpc_id=network.id, cidr_block=f"10.0.{10 * position + zone}.0/24", opts=opts
                )
                for zone in range(2)
            ]
            for position, tier in enumerate(Tier)
        }
        Routes("routes", nat, network=network, subnets=subnets, opts=opts)

    return build


@pytest.fixture(scope="module")
def per_zone(up: BringUp) -> Result:
    return up(with_nat(Nat.PER_ZONE))


def test_only_public_and_private_tables_have_a_route(per_zone: Result) -> None:
    tables = {"routes-public", "routes-private-0", "routes-private-1", "routes-data"}
    assert per_zone.names(TABLE) == tables
    assert per_zone.names(ROUTE) == tables - {"routes-data"}
    for name in per_zone.names(ROUTE):
        assert per_zone.inputs(ROUTE, name)["destinationCidrBlock"] == "0.0.0.0/0"
        assert per_zone.inputs(ROUTE, name)["routeTableId"] == per_zone.of(TABLE, name).id


def test_public_subnets_go_out_and_come_in_through_the_gateway(per_zone: Result) -> None:
    route = per_zone.inputs(ROUTE, "routes-public")
    assert route["gatewayId"] == per_zone.of(INTERNET_GATEWAY, "routes").id
    assert "natGatewayId" not in route


def test_each_zone_goes_out_through_its_own_nat_gateway(per_zone: Result) -> None:
    for zone in range(2):
        gateway = per_zone.of(NAT_GATEWAY, f"routes-nat-{zone}")
        route = per_zone.inputs(ROUTE, f"routes-private-{zone}")
        assert route["natGatewayId"] == gateway.id
        assert "gatewayId" not in route
        assert gateway.inputs["subnetId"] == per_zone.of(SUBNET, f"public-{zone}").id


@pytest.mark.parametrize("tier", ["public", "data"])
def test_the_subnets_of_a_tier_share_a_table(per_zone: Result, tier: str) -> None:
    for zone in range(2):
        association = per_zone.inputs(ASSOCIATION, f"routes-{tier}-{zone}")
        assert association["routeTableId"] == per_zone.of(TABLE, f"routes-{tier}").id
        assert association["subnetId"] == per_zone.of(SUBNET, f"{tier}-{zone}").id


def test_private_subnets_have_a_table_each(per_zone: Result) -> None:
    for zone in range(2):
        association = per_zone.inputs(ASSOCIATION, f"routes-private-{zone}-0")
        assert association["routeTableId"] == per_zone.of(TABLE, f"routes-private-{zone}").id
        assert association["subnetId"] == per_zone.of(SUBNET, f"private-{zone}").id


def test_one_nat_gateway_can_serve_all_zones(up: BringUp) -> None:
    result = up(with_nat(Nat.SINGLE))
    assert result.names(NAT_GATEWAY) == {"routes-nat-0"}
    gateway = result.of(NAT_GATEWAY, "routes-nat-0").id
    for zone in range(2):
        assert result.inputs(ROUTE, f"routes-private-{zone}")["natGatewayId"] == gateway


def test_without_nat_the_private_subnets_reach_nothing_outside(up: BringUp) -> None:
    result = up(with_nat(Nat.NONE))
    assert result.names(NAT_GATEWAY) == set()
    assert result.names("aws:ec2/eip:Eip") == set()
    assert result.names(ROUTE) == {"routes-public"}
