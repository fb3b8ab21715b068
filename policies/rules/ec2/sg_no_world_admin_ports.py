"""No security group lets the internet reach SSH or remote desktops.

Why: both are tried with stolen and guessed passwords within minutes of being reachable.
Fix: drop the rule and use Session Manager, or name the few addresses that administer.
"""

from policies.facts.security_groups import INGRESS, forbid_world, ingress
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=INGRESS,
    controls=Controls(
        cis_aws_3="5.2 5.3",
        cis_aws_4="5.3 5.4",
        fsbp="EC2.13 EC2.14",
        hipaa="164.308(a)(3)(i) 164.308(a)(3)(ii)(B) 164.308(a)(4)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(B) "
        "164.308(a)(4)(ii)(C) 164.312(a)(1) 164.312(e)(1)",
        nist="AC-17b AC-17(1) AC-17(4)(a) AC-17(9) AC-17(10) CM-9b SC-7a SC-7c SC-7(7) SC-7(11) SC-7(12) SC-7(16) "
        "SC-7(21) SC-7(24)(b) SC-7(25) SC-7(26) SC-7(27) SC-7(28)",
    ),
)
def sg_no_world_admin_ports(resource: Resource) -> Findings:
    return forbid_world(ingress(resource), lambda one: one.reaches((22, 3389)))
