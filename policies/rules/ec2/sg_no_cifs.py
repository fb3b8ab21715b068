"""No security group lets the internet reach Windows file shares.

Why: port 445 is where worms spread, and what lies in a share is readable by whoever gets in.
Fix: name the groups or addresses that use the share, or reach it over a VPN.
"""

from policies.facts.security_groups import INGRESS, forbid_world, ingress
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=INGRESS,
    controls=Controls(
        cis_aws_4="5.1.2",
    ),
)
def sg_no_cifs(resource: Resource) -> Findings:
    return forbid_world(ingress(resource), lambda one: one.reaches((445,)))
