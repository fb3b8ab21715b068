"""Nothing is allowed to those who do not say who they are.

Why: whoever reaches the API server's address has these rights, without any credential.
Fix: take `system:anonymous` and `system:unauthenticated` out of the binding's subjects.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

KINDS = ("ClusterRoleBinding", "RoleBinding")


@rule(severity=Severity.CRITICAL, types=types(*KINDS))
def k8s_rbac_no_anonymous(resource: Resource) -> Findings:
    findings: Findings = []
    for binding in objects(resource, *KINDS):
        for name in (subject["name"] for subject in binding["subjects"].each()):
            findings += binding.require(~name.equals("system:anonymous", "system:unauthenticated"), name)
    return findings
