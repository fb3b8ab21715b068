"""Roles are passed one by one, each to a service that is named.

Why: whoever passes any role to a machine or function of theirs has that role's permissions.
Fix: name the role's ARN in `Resource`, and add a condition `{"StringEquals": {"iam:PassedToService": "…"}}`.
"""

from policies.facts.permissions import PERMISSIONS, forbid_grants
from policies.facts.policy_document import Statement
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth

_ANY_ROLE = r"arn:[^:]*:iam::[^:]*:(\*|role/\*)"


@rule(
    severity=Severity.HIGH,
    types=PERMISSIONS,
)
def iam_passrole_scoped(resource: Resource) -> Findings:
    return forbid_grants(resource, lambda one: one.covers_action("iam:PassRole") & ~_is_scoped(one))


def _is_scoped(statement: Statement) -> Truth:
    any_role = statement.is_for_any_resource() | statement.names_resource(_ANY_ROLE)
    to = statement.has_condition("iam:PassedToService", operator="(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)")
    return ~any_role & to
