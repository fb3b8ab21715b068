"""Every container runs under a seccomp profile.

Why: without one a container may make any system call, and rarely used ones are where a kernel's holes are.
Fix: set `seccomp_profile` to `{"type": "RuntimeDefault"}` in the pod's `security_context`.
"""

from policies.facts.pods import POD_CARRIERS, Pod, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

FILTERING = ("RuntimeDefault", "Localhost")


@rule(
    severity=Severity.MEDIUM,
    types=POD_CARRIERS,
    controls=Controls(pss_restricted=("Seccomp",), nsa="C-0055"),
)
def k8s_seccomp_runtime_default(workload: Resource) -> Findings:
    # A profile that lets everything through is a violation of `k8s-no-seccomp-unconfined`, too.
    places = ("securityContext", "seccompProfile", "type")
    return of_each_container(
        workload, lambda profile: profile.equals(*FILTERING), *places, inherited=True, unless=Pod.runs_windows
    )
