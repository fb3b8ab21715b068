"""No role makes pods.

Why: whoever makes a pod runs it as any service account of the namespace, and mounts any of its secrets.
Fix: let people and programs make Deployments or Jobs of a reviewed kind, and controllers the pods.
"""

from policies.facts.kubernetes import types
from policies.facts.rbac import CORE, Power, forbid_powers
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

POWERS = (Power(CORE, ("pods",), ("create",)),)


@rule(severity=Severity.MEDIUM, types=types("Role", "ClusterRole"), controls=Controls(cis_eks="4.1.4"))
def k8s_rbac_no_pod_create(resource: Resource) -> Findings:
    return forbid_powers(resource, POWERS, "Role", "ClusterRole")
