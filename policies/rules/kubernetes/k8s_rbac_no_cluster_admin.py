"""Nobody is bound to the role `cluster-admin`.

Why: it may do everything, everywhere, and read every secret: one stolen credential of such an account is the cluster.
Fix: bind a role that has what is needed; people get administrators' rights by an EKS access entry, when needed.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

KINDS = ("ClusterRoleBinding", "RoleBinding")


@rule(severity=Severity.CRITICAL, types=types(*KINDS), controls=Controls(nsa="C-0035", cis_eks="4.1.1"))
def k8s_rbac_no_cluster_admin(resource: Resource) -> Findings:
    findings: Findings = []
    for binding in objects(resource, *KINDS):
        name = binding["roleRef"]["name"]
        findings += binding.require(~(name.equals("cluster-admin") & binding["subjects"].is_set()), name)
    return findings
