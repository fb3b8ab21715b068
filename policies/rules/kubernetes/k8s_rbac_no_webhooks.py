"""No role changes admission webhooks.

Why: a webhook sees every object that is made, secrets too, may change it, and may switch other checks off.
Fix: take the writing verbs on webhook configurations out of the role; name the one it owns in `resource_names`.
"""

from policies.facts.kubernetes import types
from policies.facts.rbac import Power, forbid_powers
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

POWERS = (
    Power(
        "admissionregistration.k8s.io",
        ("mutatingwebhookconfigurations", "validatingwebhookconfigurations"),
        ("create", "update", "patch", "delete", "deletecollection"),
    ),
)


@rule(severity=Severity.HIGH, types=types("ClusterRole"), controls=Controls(cis_eks="4.1.11"))
def k8s_rbac_no_webhooks(resource: Resource) -> Findings:
    return forbid_powers(resource, POWERS, "ClusterRole", unless_named=True)
