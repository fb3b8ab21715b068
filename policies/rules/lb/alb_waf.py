"""An application load balancer on the internet has a web ACL in front of it.

Why: scanners find it within minutes, and try every known hole of whatever answers behind it.
Fix: add a `wafv2.WebAclAssociation` for the balancer, or set `internal` to true.
"""

from policies.facts.families import LOAD_BALANCERS
from policies.facts.load_balancers import is_application
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

ASSOCIATIONS = (
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    "aws:wafregional/webAclAssociation:WebAclAssociation",
)


@rule(
    severity=Severity.MEDIUM,
    types=LOAD_BALANCERS,
    controls=Controls(
        fsbp="ELB.16",
        nist="AC-4(21)",
    ),
)
def alb_waf(balancer: Resource) -> Findings:
    public = is_application(balancer) & ~balancer["internal"].is_true()
    bound = balancer.stack.bound_to(balancer, ASSOCIATIONS, by="resourceArn")
    return balancer.require(~public | bound.some(), detail="on the internet, and no web ACL is bound to it")
