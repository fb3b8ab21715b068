"""Application load balancers drop headers that are no proper ones.

Why: a header that the balancer and the server read differently smuggles a second request past every check.
Fix: set `drop_invalid_header_fields` to true.
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
        fsbp="ELB.4",
        hipaa="164.312(a)(2)(iv) 164.312(e)(1) 164.312(e)(2)(i) 164.312(e)(2)(ii)",
    ),
)
def alb_drop_invalid_headers(balancer: Resource) -> Findings:
    drops = balancer["dropInvalidHeaderFields"]
    return balancer.require(~is_application(balancer) | drops.is_true(), drops)
