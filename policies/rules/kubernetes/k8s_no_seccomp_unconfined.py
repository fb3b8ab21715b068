"""No pod or container switches seccomp off.

Why: it gives up a filter that every container runtime brings, and with it the protection from holes in the kernel.
Fix: set `seccomp_profile` to `{"type": "RuntimeDefault"}`, or to a profile of your own with `Localhost`.
"""

from policies.facts.pods import POD_CARRIERS, of_each_context
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.HIGH, types=POD_CARRIERS, controls=Controls(pss_baseline=("Seccomp",)))
def k8s_no_seccomp_unconfined(workload: Resource) -> Findings:
    return of_each_context(
        workload,
        lambda profile: ~profile.is_set() | profile.equals("RuntimeDefault", "Localhost"),
        *("seccompProfile", "type"),
    )
