"""What changes something is allowed on named resources only, wherever the action can be held to these.

Why: a job that may write to every bucket, or end every instance, turns one mistake into an outage of everything.
Fix: name the ARNs in `Resource`, or demand a tag of the resource with a condition on `aws:ResourceTag/…`.
"""

from policies.facts.iam_actions import SCOPABLE_WRITES
from policies.facts.permissions import PERMISSIONS, forbid_grants
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.HIGH,
    types=PERMISSIONS,
)
def iam_no_wildcard_resource(resource: Resource) -> Findings:
    return forbid_grants(resource, lambda one: one.covers_action(*SCOPABLE_WRITES) & one.is_unscoped())
