"""Gateways, endpoints, addresses, load balancers."""

from __future__ import annotations

from costs.declared import Declared, Facts
from costs.item import Part
from costs.range import Range
from costs.services.answer import Parts, Surroundings, answers


@answers("aws:ec2:NatGateway")
def nat_gateway(_: Declared, __: Facts, around: Surroundings) -> Parts:
    """By the hour, and by what goes through it."""
    yield Part(what="NAT gateway", price="ec2/natgateway", quantity=Range.exactly(1))
    yield Part(
        what="data through it",
        price="ec2/natgateway-data",
        quantity=around.assumptions.nat_gib,
        assumption="nat_gib",
    )


@answers("aws:ec2:Eip")
def address(_: Declared, __: Facts, ___: Surroundings) -> Parts:
    """Every public IPv4 address, in use or not."""
    yield Part(what="public IPv4 address", price="ec2/elastic-ip", quantity=Range.exactly(1))


@answers("aws:ec2:VpcEndpoint")
def endpoint(_: Declared, facts: Facts, around: Surroundings) -> Parts:
    """An interface endpoint by the hour in each zone, and by what goes through it; a gateway is free."""
    form = facts.text("vpcEndpointType", "Gateway")
    if form == "Gateway":
        yield Part(what="gateway endpoint", price="ec2/vpc-endpoint/Gateway", quantity=Range.exactly(1))
        return
    zones = len(facts.items("subnetIds")) or len(facts.items("subnetConfigurations")) or 1
    yield Part(
        what=f"{form.lower()} endpoint in {zones} zones",
        price=f"ec2/vpc-endpoint/{form}",
        quantity=Range.exactly(zones),
    )
    yield Part(
        what="data through it",
        price=f"ec2/vpc-endpoint/{form}-data",
        quantity=around.assumptions.endpoint_gib,
        assumption="endpoint_gib",
    )


@answers("aws:ec2:InternetGateway")
def internet_gateway(_: Declared, __: Facts, around: Surroundings) -> Parts:
    """Free by itself; what is sent out through it is not. The first 100 GiB of an account are free: not deducted."""
    yield Part(
        what="data sent to the internet",
        price="ec2/internet-data",
        quantity=around.assumptions.internet_gib,
        assumption="internet_gib",
    )


@answers("aws:lb:LoadBalancer", "aws:alb:LoadBalancer", "aws:elbv2:LoadBalancer")
def load_balancer(_: Declared, facts: Facts, around: Surroundings) -> Parts:
    """By the hour, by capacity units, and by its public addresses, one for each zone."""
    form = facts.text("loadBalancerType", "application")
    zones = len(facts.items("subnets")) or len(facts.items("subnetMappings"))
    yield from balancing(form, around, public=0 if facts.flag("internal") else zones)


def balancing(form: str, around: Surroundings, *, public: int) -> Parts:
    """What a load balancer is charged for.

    Args:
        form: `application`, `network` or `gateway`.
        around: for the assumptions.
        public: how many public addresses it has.
    """
    yield Part(what=f"{form} load balancer", price=f"elb/{form}", quantity=Range.exactly(1))
    yield Part(
        what="its capacity units",
        price=f"elb/{form}-unit",
        quantity=around.assumptions.load_balancer_units,
        assumption="load_balancer_units",
    )
    if public:
        yield Part(what=f"{public} public IPv4 addresses", price="ec2/elastic-ip", quantity=Range.exactly(public))


@answers("aws:route53:Zone")
def zone(_: Declared, __: Facts, ___: Surroundings) -> Parts:
    """By the month; queries come on top."""
    yield Part(what="hosted zone", price="route53/zone", quantity=Range.exactly(1), note="queries come on top")
