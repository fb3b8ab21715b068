"""No route leads from a private subnet to the internet gateway.

Why: then databases and training nodes are one public address away from the internet, past the NAT and its logs.
Fix: route `0.0.0.0/0` of private subnets to a NAT gateway, or nowhere. Subnets of databases and caches are meant, those
for internal load balancers, and those tagged `tier: private`, `data`, `training` or `isolated`.
"""

from policies.facts.subnets import ROUTES, TABLES, leads_to_internet, serves_private
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=(*ROUTES, *TABLES),
    controls=Controls(
        hipaa="164.312(e)(1)",
        nist="AC-4(21) CM-7b",
    ),
)
def route_no_igw_private(resource: Resource) -> Findings:
    if resource.type in TABLES:
        private = serves_private(resource)
        routes = [(node, node) for node in resource["routes"].each()]
    else:
        private = resource.stack.some_referred(resource["routeTableId"], TABLES, serves_private)
        routes = [(resource.root, resource["gatewayId"])]
    return [
        found for route, at in routes for found in resource.forbid(leads_to_internet(resource, route) & private, at)
    ]
