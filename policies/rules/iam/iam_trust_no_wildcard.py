"""Roles trust named identities: not everyone, and not all of another account without a second condition.

Why: whoever controls any identity of a trusted account, or any account at all, becomes the role.
Fix: name the role that may assume it in `Principal`; for an account of a partner demand `sts:ExternalId`, for one of
one's own organization `aws:PrincipalOrgID`.
"""

from policies.facts.accounts import is_foreign
from policies.facts.permissions import ROLE
from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.stack import Stack
from policies.truth import Truth, some

_ACCOUNT = r"\d{12}|arn:[^:]*:iam::\d{12}:root"


@rule(
    severity=Severity.CRITICAL,
    types=(ROLE,),
)
def iam_trust_no_wildcard(role: Resource) -> Findings:
    return forbid_statements(role, role["assumeRolePolicy"], lambda one: _is_open(role.stack, one))


def _is_open(stack: Stack, statement: Statement) -> Truth:
    # Who is in a federation is another question, and has rules of its own.
    named = [one for kind, one in statement.principals() if kind in ("*", "AWS")]
    account = some(one.matches(_ACCOUNT) & is_foreign(stack, one) for one in named)
    demanded = statement.is_restricted() | statement.has_condition("sts:ExternalId", operator="StringEquals|StringLike")
    return statement.allows() & (statement.is_for_anyone() | account) & ~demanded
