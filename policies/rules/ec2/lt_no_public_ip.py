"""Machines have no public addresses.

Why: a machine on the internet is scanned within minutes, and every port and flaw of it is tried.
Fix: leave `associate_public_ip_address` out, and put a load balancer in front of what is served.
"""

from policies.facts.machines import MACHINES, TEMPLATES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=MACHINES,
    controls=Controls(
        fsbp="EC2.25 EC2.9",
        hipaa="164.308(a)(3)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(C) 164.312(a)(1) 164.312(e)(1)",
        nist="AC-2(6) AC-3 AC-3(7) AC-4(21) AC-6 AC-17b AC-17(1) AC-17(4)(a) AC-17(9) AC-17(10) MP-2 SC-7a SC-7b "
        "SC-7c SC-7(2) SC-7(3) SC-7(7) SC-7(9)(a) SC-7(11) SC-7(12) SC-7(16) SC-7(20) SC-7(21) SC-7(24)(b) "
        "SC-7(25) SC-7(26) SC-7(27) SC-7(28) SC-25",
    ),
)
def lt_no_public_ip(machine: Resource) -> Findings:
    interfaces = machine["networkInterfaces"].each() if machine.type in TEMPLATES else [machine.root]
    given = [one["associatePublicIpAddress"] for one in interfaces]
    return [finding for one in given for finding in machine.forbid(one.is_true(), one)]
