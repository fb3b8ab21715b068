"""Every security group is used by something.

Why: a forgotten group with wide rules is one click away from being attached to something that matters.
Fix: attach it, or remove it together with its rules.
"""

from policies.facts.attachments import is_used
from policies.facts.security_groups import GROUPS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.LOW,
    types=GROUPS,
)
def sg_attached(group: Resource) -> Findings:
    return group.require(is_used(group), detail="nothing in this stack but rules of security groups names it")
