"""Routes to a peered network are no wider than that network.

Why: a route to all of `10.0.0.0/8` through a peering sends a third party what was meant for somebody else.
Fix: set the destination to the CIDR block of the peered VPC, or to the part of it that is needed.
"""

import ipaddress
from typing import Any

from policies.facts.subnets import DEFAULT_TABLES, ROUTES, TABLES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

PEERINGS = ("aws:ec2/vpcPeeringConnection:VpcPeeringConnection",)
VPC_PREFIX = 16
"""No VPC is larger, whichever it is (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html)."""


@rule(
    severity=Severity.MEDIUM,
    types=(*ROUTES, *TABLES, *DEFAULT_TABLES),
    controls=Controls(
        cis_aws_3="5.5",
        cis_aws_4="5.6",
    ),
)
def peering_routes_least(resource: Resource) -> Findings:
    findings = []
    for route in resource["routes"].each() if resource.type not in ROUTES else [resource.root]:
        peered = route["vpcPeeringConnectionId"].is_set()
        for key in ("cidrBlock", "ipv6CidrBlock", "destinationCidrBlock", "destinationIpv6CidrBlock"):
            findings += resource.forbid(peered & route[key].satisfies(_is_wide), route[key])
    return findings


def _is_wide(value: Any) -> bool:
    try:
        network = ipaddress.ip_network(value, strict=False) if isinstance(value, str) else None
    except ValueError:
        return False
    return network is not None and network.prefixlen < (VPC_PREFIX if network.version == 4 else 44)
