"""Load balancers cannot be deleted by mistake.

Why: a deleted one takes its address along: clients fail until every name and allow list knows the new one.
Fix: set `enable_deletion_protection` to true.
"""

from policies.facts.families import LOAD_BALANCERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=LOAD_BALANCERS,
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="ELB.6",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(C)",
        nist="CA-7(4)(c) CM-2a CM-2(2) CM-3a CM-8(6) CP-1a.1(b) CP-1a.2 CP-2a CP-2a.6 CP-2a.7 CP-2d CP-2e CP-2(5) "
        "SA-15a.4 SC-5(2) SC-22",
    ),
)
def lb_deletion_protection(balancer: Resource) -> Findings:
    setting = balancer["enableDeletionProtection"]
    return balancer.require(setting.is_true(), setting)
