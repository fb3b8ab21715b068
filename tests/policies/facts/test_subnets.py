"""Which subnets are meant to be private, and which lead to the internet."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.subnets import ASSOCIATIONS, ROUTES, SUBNETS, TABLES, is_private, is_public, serves_private
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
OUT = {"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}


def resource(type_: str, name: str, **properties: Any) -> Resource:
    return Resource(urn=f"urn::{name}", type=type_, name=name, properties=properties, id=f"{name}-id")


def network(subnet: dict[str, Any], table: dict[str, Any], link: Any = "table-id", **route: Any) -> list[Resource]:
    made = [
        resource(*SUBNETS, "subnet", **subnet),
        resource(*TABLES, "table", **table),
        resource(*ASSOCIATIONS, "link", subnetId="subnet-id", routeTableId=link),
        resource(*ROUTES, "route", routeTableId="table-id", **route),
    ]
    Stack(made)
    return made


@pytest.mark.parametrize(
    ("tags", "private"),
    [
        ({"tier": "data"}, T),
        ({"tier": "public"}, F),
        ({"kubernetes.io/role/internal-elb": "1"}, T),
        ({"kubernetes.io/role/elb": "1"}, F),
        ({"tier": UNKNOWN}, U),
    ],
)
def test_tags_tell_what_is_private(tags: dict[str, Any], private: Truth) -> None:
    subnet, table, *_ = network({"tags": tags}, {})
    assert is_private(subnet) is private
    assert serves_private(table) is private


def test_where_data_is_stored_is_private() -> None:
    subnet = resource(*SUBNETS, "subnet")
    Stack([subnet, resource("aws:rds/subnetGroup:SubnetGroup", "group", subnetIds=["subnet-id"])])
    assert is_private(subnet) is T


@pytest.mark.parametrize(
    ("subnet", "table", "link", "route", "public"),
    [
        ({}, {}, "table-id", {}, F),
        ({"mapPublicIpOnLaunch": True}, {}, "table-id", {}, T),
        ({}, {"routes": [OUT]}, "table-id", {}, T),
        ({}, {"routes": [OUT]}, "other", {}, F),
        ({}, {"routes": [OUT]}, UNKNOWN, {}, U),
        ({}, {"routes": [{"cidrBlock": "0.0.0.0/0", "natGatewayId": "nat-1"}]}, "table-id", {}, F),
        ({}, {"routes": [OUT | {"gatewayId": UNKNOWN}]}, "table-id", {}, U),
        ({}, {}, "table-id", {"destinationIpv6CidrBlock": "::/0", "gatewayId": "igw-1"}, T),
        ({}, {}, "table-id", {"destinationCidrBlock": "10.0.0.0/8", "gatewayId": "igw-1"}, F),
        ({}, {}, "table-id", {"destinationCidrBlock": "0.0.0.0/0", "gatewayId": "vgw-1"}, F),
    ],
)
def test_what_leads_to_the_internet(
    subnet: dict[str, Any], table: dict[str, Any], link: Any, route: dict[str, Any], public: Truth
) -> None:
    made, *_ = network(subnet, table, link, **route)
    assert is_public(made) is public
