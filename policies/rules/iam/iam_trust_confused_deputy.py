"""Roles that a service assumes on behalf of many accounts demand that it is on behalf of one's own.

Why: a stranger who tells the service the role's ARN has it act with one's own permissions, for the stranger.
Fix: add a condition on `aws:SourceAccount` or `aws:SourceArn` to the statement that trusts the service.
"""

from policies.facts.iam_actions import DEPUTIES
from policies.facts.permissions import ROLE
from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth, some


@rule(
    severity=Severity.MEDIUM,
    types=(ROLE,),
)
def iam_trust_confused_deputy(role: Resource) -> Findings:
    return forbid_statements(
        role, role["assumeRolePolicy"], lambda one: one.allows() & _trusts(one) & ~one.is_restricted()
    )


def _trusts(statement: Statement) -> Truth:
    return some(one.equals(*DEPUTIES) for kind, one in statement.principals() if kind in ("*", "Service"))
