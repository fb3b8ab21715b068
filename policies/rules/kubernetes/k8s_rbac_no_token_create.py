"""No role makes tokens of service accounts.

Why: with a token of an account one has all its rights, from outside of the cluster, too.
Fix: take `create` on `serviceaccounts/token` out, or name the account it is for in `resource_names`.
"""

from policies.facts.kubernetes import types
from policies.facts.rbac import CORE, Power, forbid_powers
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

POWERS = (Power(CORE, ("serviceaccounts/token",), ("create",)),)


@rule(severity=Severity.HIGH, types=types("Role", "ClusterRole"), controls=Controls(cis_eks="4.1.12"))
def k8s_rbac_no_token_create(resource: Resource) -> Findings:
    return forbid_powers(resource, POWERS, "Role", "ClusterRole", unless_named=True)
