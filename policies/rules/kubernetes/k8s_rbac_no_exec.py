"""No role runs commands in other pods.

Why: a command in a pod has that pod's secrets, network and rights; through `nodes/proxy` it is every pod of a node,
and no audit log of the API server tells which command it was.
Fix: take `pods/exec`, `pods/attach` and `nodes/proxy` out of the role; debug with logs, metrics and traces.
"""

from policies.facts.kubernetes import types
from policies.facts.rbac import CORE, Power, forbid_powers
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

POWERS = (Power(CORE, ("pods/exec", "pods/attach", "nodes/proxy"), ("create", "get")),)


@rule(severity=Severity.HIGH, types=types("Role", "ClusterRole"), controls=Controls(nsa="C-0002", cis_eks="4.1.10"))
def k8s_rbac_no_exec(resource: Resource) -> Findings:
    return forbid_powers(resource, POWERS, "Role", "ClusterRole")
