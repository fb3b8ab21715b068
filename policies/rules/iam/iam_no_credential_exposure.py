"""No policy allows getting or making credentials of everyone.

Why: `sts:AssumeRole` on `*`, or new access keys for any user, turn one stolen identity into all of them.
Fix: name the roles, users or databases in `Resource`.
"""

from policies.facts.iam_actions import CREDENTIALS
from policies.facts.permissions import PERMISSIONS, forbid_grants
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.HIGH,
    types=PERMISSIONS,
)
def iam_no_credential_exposure(resource: Resource) -> Findings:
    return forbid_grants(resource, lambda one: one.covers_action(*CREDENTIALS) & one.is_unscoped())
