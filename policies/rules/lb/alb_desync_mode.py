"""Application load balancers keep ambiguous requests from the servers.

Why: with `monitor` a request that two servers read differently is passed on, and poisons the next one on the
connection.
Fix: leave `desync_mitigation_mode` at `defensive`, or set it to `strictest`.
"""

from policies.facts.families import LOAD_BALANCERS
from policies.facts.load_balancers import is_application
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=LOAD_BALANCERS,
    controls=Controls(
        fsbp="ELB.12",
    ),
)
def alb_desync_mode(balancer: Resource) -> Findings:
    mode = balancer["desyncMitigationMode"]
    return balancer.require(~is_application(balancer) | mode.equals(None, "defensive", "strictest"), mode)
