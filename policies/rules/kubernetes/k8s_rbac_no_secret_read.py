"""No role reads all secrets.

Why: whoever may list secrets has every credential of the namespace, or of the whole cluster, service accounts' tokens
among them.
Fix: name the secrets that are needed in `resource_names`, with the verb `get`; or mount them.
"""

from policies.facts.kubernetes import types
from policies.facts.rbac import CORE, Power, forbid_powers
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

POWERS = (Power(CORE, ("secrets",), ("get", "list", "watch")),)


@rule(severity=Severity.HIGH, types=types("Role", "ClusterRole"), controls=Controls(cis_eks="4.1.2"))
def k8s_rbac_no_secret_read(resource: Resource) -> Findings:
    return forbid_powers(resource, POWERS, "Role", "ClusterRole", unless_named=True)
