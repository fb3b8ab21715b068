"""Subnets: which are meant to be private, and which lead to the internet."""

from __future__ import annotations

from typing import Final

from policies.facts.networks import is_world
from policies.facts.tags import TIER, is_tagged, tag
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.truth import Truth, some

SUBNETS: Final = ("aws:ec2/subnet:Subnet",)
DEFAULT_SUBNETS: Final = ("aws:ec2/defaultSubnet:DefaultSubnet",)
TABLES: Final = ("aws:ec2/routeTable:RouteTable",)
DEFAULT_TABLES: Final = ("aws:ec2/defaultRouteTable:DefaultRouteTable",)
ROUTES: Final = ("aws:ec2/route:Route",)
ASSOCIATIONS: Final = ("aws:ec2/routeTableAssociation:RouteTableAssociation",)
INTERNET_GATEWAYS: Final = ("aws:ec2/internetGateway:InternetGateway",)
_OF_STORES: Final = (
    "aws:elasticache/subnetGroup:SubnetGroup",
    "aws:memorydb/subnetGroup:SubnetGroup",
    "aws:rds/subnetGroup:SubnetGroup",
    "aws:redshift/subnetGroup:SubnetGroup",
)


def is_private(subnet: Resource) -> Truth:
    """Whether a subnet is meant to be private: by its tags, or because data is stored in it."""
    tagged = is_tagged(subnet, TIER, "private", "data", "training", "isolated")
    internal = tag(subnet, "kubernetes.io/role/internal-elb").equals("1", "")
    return tagged | internal | subnet.stack.bound_to(subnet, _OF_STORES, by="subnetIds").some()


def is_public(subnet: Resource) -> Truth:
    """Whether a subnet gives out public addresses, or its route table leads to the internet."""
    associations = subnet.stack.bound_to(subnet, ASSOCIATIONS, by="subnetId")
    routed = associations.some(lambda one: one.stack.some_referred(one["routeTableId"], TABLES, _is_routed_out))
    return subnet["mapPublicIpOnLaunch"].is_true() | routed


def leads_to_internet(owner: Resource, route: Node) -> Truth:
    """Whether a route, a resource or one inside a table, leads everything out through an internet gateway."""
    destinations = ("destinationCidrBlock", "destinationIpv6CidrBlock", "cidrBlock", "ipv6CidrBlock")
    return some(is_world(route[key]) for key in destinations) & _is_internet_gateway(owner, route["gatewayId"])


def serves_private(table: Resource) -> Truth:
    """Whether a route table is for a subnet that is meant to be private."""
    associations = table.stack.bound_to(table, ASSOCIATIONS, by="routeTableId")
    return associations.some(lambda one: one.stack.some_referred(one["subnetId"], SUBNETS, is_private))


def _is_routed_out(table: Resource) -> Truth:
    inline = table["routes"].some(lambda route: leads_to_internet(table, route))
    routes = table.stack.bound_to(table, ROUTES, by="routeTableId")
    return inline | routes.some(lambda one: leads_to_internet(one, one.root))


def _is_internet_gateway(owner: Resource, gateway: Node) -> Truth:
    if owner.stack.referred(gateway, INTERNET_GATEWAYS):
        return Truth.TRUE
    # What is made of another resource is made of another kind of gateway.
    return Truth.FALSE if gateway.value is UNKNOWN and gateway.sources else gateway.matches("igw-.*")
