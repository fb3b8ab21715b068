"""Auto Scaling groups spread over two availability zones or more.

Why: when the zone fails all machines of the group are gone, and no other can take their place.
Fix: set `vpc_zone_identifiers` to subnets in several zones.
"""

from policies.facts.subnets import SUBNETS
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth, truth


@rule(
    severity=Severity.MEDIUM,
    types=("aws:autoscaling/group:Group",),
    controls=Controls(
        fsbp="AutoScaling.2",
    ),
)
def asg_multi_az(group: Resource) -> Findings:
    zones, subnets = group["availabilityZones"], group["vpcZoneIdentifiers"]
    spread = _differ(list(zones.each())) | _differ(
        [zone for subnet in subnets.each() for zone in _zones(group, subnet)]
    )
    return group.require(spread, subnets)


def _zones(group: Resource, subnet: Node) -> list[Node]:
    """The zones of the subnets that a value names; a subnet of another stack counts as a zone of its own."""
    return [_zone(one) for one in group.stack.referred(subnet, SUBNETS)] or [subnet]


def _zone(subnet: Resource) -> Node:
    told = Node(subnet.outputs.get("availabilityZone", UNKNOWN))
    given = (subnet["availabilityZone"], subnet["availabilityZoneId"])
    # AWS chooses one if nobody does.
    return next((one for one in given if one.value is not None), told)


def _differ(zones: list[Node]) -> Truth:
    unknown = truth(any(zone.value is UNKNOWN for zone in zones)) & Truth.UNKNOWN
    return unknown | truth(len({str(zone.value) for zone in zones if zone.value is not UNKNOWN}) > 1)
