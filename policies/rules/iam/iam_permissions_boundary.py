"""Roles of tenants have a boundary.

Why: a tenant who may write policies for its roles gives them more than the tenant was given.
Fix: set `permissions_boundary` on the `Role`. Roles with a tag `tenant` are meant.
"""

from policies.facts.permissions import ROLE
from policies.facts.tags import TENANT, tag
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.HIGH, types=(ROLE,))
def iam_permissions_boundary(role: Resource) -> Findings:
    boundary = role["permissionsBoundary"]
    return role.require(~tag(role, TENANT).is_set() | boundary.is_set(), boundary)
