"""File systems are mounted from private subnets.

Why: one rule too many in a security group, and the file system answers the internet.
Fix: set `subnet_id` to a subnet that gives out no public addresses and has no route to an internet gateway.
"""

from policies.facts.subnets import SUBNETS, is_public
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:efs/mountTarget:MountTarget",),
    controls=Controls(
        fsbp="EFS.6",
    ),
)
def efs_mount_target_private(target: Resource) -> Findings:
    subnet = target["subnetId"]
    # A subnet of another stack is looked at where it is declared.
    return target.forbid(target.stack.some_referred(subnet, SUBNETS, is_public), subnet)
