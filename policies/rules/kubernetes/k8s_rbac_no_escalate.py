"""No role gives itself more rights, or acts as somebody else.

Why: `bind` and `escalate` make any role one's own, `impersonate` any user: each is as good as being the
administrator.
Fix: take these verbs out; grant the rights that are needed.
"""

from policies.facts.kubernetes import types
from policies.facts.rbac import CORE, RBAC_GROUP, Power, forbid_powers
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

POWERS = (
    Power(RBAC_GROUP, ("roles", "clusterroles", "rolebindings", "clusterrolebindings"), ("bind", "escalate")),
    Power(CORE, ("users", "groups", "serviceaccounts"), ("impersonate",)),
    Power("authentication.k8s.io", ("uids", "userextras"), ("impersonate",)),
)


@rule(severity=Severity.CRITICAL, types=types("Role", "ClusterRole"), controls=Controls(cis_eks="4.1.8"))
def k8s_rbac_no_escalate(resource: Resource) -> Findings:
    return forbid_powers(resource, POWERS, "Role", "ClusterRole")
