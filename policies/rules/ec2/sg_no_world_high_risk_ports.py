"""No security group lets the internet reach databases, caches, file shares or consoles.

Why: what listens there often asks for no password, and is searched for by everyone who looks for data to ransom.
Fix: name the security groups or the addresses that need the port, and let nobody else in.
"""

from policies.facts.networks import HIGH_RISK_PORTS
from policies.facts.security_groups import INGRESS, forbid_world, ingress
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=INGRESS,
    controls=Controls(
        fsbp="EC2.19",
        hipaa="164.308(a)(3)(i) 164.308(a)(3)(ii)(B) 164.308(a)(4)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(B) "
        "164.308(a)(4)(ii)(C) 164.312(a)(1) 164.312(e)(1)",
        nist="AC-4(21) AC-17b AC-17(1) AC-17(4)(a) AC-17(9) AC-17(10) CM-2a CM-2(2) CM-6a CM-7b CM-8(6) CM-9b "
        "SC-7a SC-7c SC-7(5) SC-7(7) SC-7(11) SC-7(12) SC-7(16) SC-7(21) SC-7(24)(b) SC-7(25) SC-7(26) "
        "SC-7(27) SC-7(28)",
    ),
)
def sg_no_world_high_risk_ports(resource: Resource) -> Findings:
    return forbid_world(ingress(resource), lambda one: one.reaches(HIGH_RISK_PORTS))
