"""No container adds a capability that reaches beyond it.

Why: `SYS_ADMIN`, `NET_ADMIN`, `SYS_PTRACE` and their like are ways out of the container, or into its neighbours.
Fix: take it out of `capabilities.add`.
"""

from policies.facts.pod_security import BASELINE_CAPABILITIES
from policies.facts.pods import POD_CARRIERS, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=POD_CARRIERS,
    controls=Controls(pss_baseline=("Capabilities",), nsa="C-0046"),
)
def k8s_caps_baseline(workload: Resource) -> Findings:
    places = ("securityContext", "capabilities", "add", "[]")
    return of_each_container(workload, lambda added: added.equals(*BASELINE_CAPABILITIES), *places)
