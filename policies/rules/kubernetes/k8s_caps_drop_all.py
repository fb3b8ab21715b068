"""Containers drop every capability, and add none but the one to listen on a low port.

Why: what a container runtime grants by default is enough to forge packets and to change the owner of files.
Fix: set `capabilities` to `{"drop": ["ALL"]}` in each container's `security_context`.
"""

from policies.facts.pod_security import RESTRICTED_CAPABILITIES
from policies.facts.pods import POD_CARRIERS, Pod, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS, controls=Controls(pss_restricted=("Capabilities",)))
def k8s_caps_drop_all(workload: Resource) -> Findings:
    places = ("securityContext", "capabilities")
    exempt = Pod.runs_windows
    return [
        *of_each_container(workload, lambda dropped: dropped.contains("ALL"), *places, "drop", unless=exempt),
        *of_each_container(
            workload, lambda added: added.equals(*RESTRICTED_CAPABILITIES), *places, "add", "[]", unless=exempt
        ),
    ]
