"""Containers must not run as root.

Why: root inside is root on the node as soon as a container is broken out of, and owns every volume before that.
Fix: set `run_as_non_root` to true in the pod's `security_context`, and let no container say otherwise.
"""

from policies.facts.pods import POD_CARRIERS, Pod, of_each_container, of_each_pod
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=POD_CARRIERS,
    controls=Controls(pss_restricted=("Running as Non-root",), nsa="C-0013"),
)
def k8s_run_as_non_root(workload: Resource) -> Findings:
    places = ("securityContext", "runAsNonRoot")
    exempt = Pod.has_own_users
    return [
        *of_each_pod(workload, lambda forbidden: ~forbidden.is_false(default=True), *places, unless=exempt),
        *of_each_container(workload, lambda forbidden: forbidden.is_true(), *places, inherited=True, unless=exempt),
    ]
