"""No identity can give itself the permissions of any other.

Why: whoever may attach policies, or start a machine with any role, is an administrator in two steps.
Fix: name the roles and policies in `Resource`, demand `iam:PermissionsBoundary`, and give `iam:PassRole` for the one
role that is passed, with `iam:PassedToService`.
"""

from itertools import chain

from policies.facts.escalation import escalates, granted_widely
from policies.facts.permissions import PERMISSIONS, ROLE, carried, documents
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import some


@rule(
    severity=Severity.CRITICAL,
    types=PERMISSIONS,
)
def iam_no_privilege_escalation(resource: Resource) -> Findings:
    findings = []
    for document in documents(resource):
        findings += resource.forbid(escalates(granted_widely(document)), document)
    if resource.type == ROLE:
        # Policies that are harmless one by one may not be so together.
        held = [granted_widely(document, certain) for document, certain in carried(resource)]
        together = escalates(chain(*held)) & ~some(map(escalates, held))
        findings += resource.forbid(together, detail="by all that it carries together")
    return findings
