"""No network ACL lets the internet reach SSH or remote desktops.

Why: the ACL is what still holds when a security group was opened by mistake.
Fix: name the addresses that administer in the rule's `cidr_block`, or drop the rule.
"""

from policies.facts.network_acls import NETWORK_ACLS, forbid_world
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=NETWORK_ACLS,
    controls=Controls(
        cis_aws_3="5.1",
        cis_aws_4="5.2",
        fsbp="EC2.21",
    ),
)
def nacl_no_world_admin(resource: Resource) -> Findings:
    return forbid_world(resource, lambda entry: entry.reaches(22, 3389))
