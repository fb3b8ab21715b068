"""Only load balancers are open to the internet, and only on the ports of the web.

Why: whatever else is reachable from everywhere is one more thing to attack, without logs or TLS in front of it.
Fix: put it behind a load balancer, or name the groups and addresses that need it. Ports 80 and 443 are allowed in a
group of a load balancer of this stack that faces the internet.
"""

from policies.facts.attachments import is_for_public_balancer, of_group
from policies.facts.security_groups import INGRESS, forbid_world, ingress
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=INGRESS,
    controls=Controls(
        fsbp="EC2.18",
    ),
)
def sg_no_world_ingress(resource: Resource) -> Findings:
    return forbid_world(
        ingress(resource), lambda one: ~(one.is_only(80, 443) & of_group(one.owner, is_for_public_balancer))
    )
