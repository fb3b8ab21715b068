"""Load balancers are in two zones or more.

Why: with one, the zone's failure is an outage, however many servers there are in the others.
Fix: set `subnets`, or `subnet_mappings`, to subnets of different zones.
"""

from policies.facts.families import LOAD_BALANCERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some, truth


@rule(
    severity=Severity.MEDIUM,
    types=LOAD_BALANCERS,
    controls=Controls(
        fsbp="ELB.13",
    ),
)
def lb_multi_az(balancer: Resource) -> Findings:
    named = [balancer[key] for key in ("subnets", "subnetMappings")]
    # No balancer takes two subnets of one zone.
    several = truth(sum(len(one.value) for one in named if isinstance(one.value, list)) > 1)
    return balancer.require(several | some(~one.is_known() for one in named) & Truth.UNKNOWN, named[0])
