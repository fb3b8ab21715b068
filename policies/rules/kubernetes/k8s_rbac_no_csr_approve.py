"""No role approves certificates.

Why: whoever approves certificates makes one in any name, the administrators' group included.
Fix: take `certificatesigningrequests/approval` and the verb `approve` on `signers` out of the role.
"""

from policies.facts.kubernetes import types
from policies.facts.rbac import Power, forbid_powers
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

POWERS = (
    Power("certificates.k8s.io", ("certificatesigningrequests/approval",), ("update", "patch")),
    Power("certificates.k8s.io", ("signers",), ("approve", "sign")),
)


@rule(severity=Severity.HIGH, types=types("ClusterRole"))
def k8s_rbac_no_csr_approve(resource: Resource) -> Findings:
    return forbid_powers(resource, POWERS, "ClusterRole")
