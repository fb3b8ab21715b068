"""No process of a container gains more rights than what started it.

Why: one binary with the setuid bit in the image makes an unprivileged process root.
Fix: set `allow_privilege_escalation` to false in each container's `security_context`.
"""

from policies.facts.pods import POD_CARRIERS, Pod, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=POD_CARRIERS,
    controls=Controls(pss_restricted=("Privilege Escalation",), nsa="C-0016", cis_eks="4.2.5"),
)
def k8s_no_priv_escalation(workload: Resource) -> Findings:
    places = ("securityContext", "allowPrivilegeEscalation")
    return of_each_container(workload, lambda allowed: allowed.is_false(), *places, unless=Pod.runs_windows)
