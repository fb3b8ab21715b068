"""No pod mounts a folder of its node.

Why: through a folder of the node a container reads other pods' files and the node's credentials, or writes what the
node then runs.
Fix: use a persistent volume claim for what must last, an `empty_dir` for the rest.
"""

from policies.facts.pods import POD_CARRIERS, of_each_pod
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.HIGH, types=POD_CARRIERS, controls=Controls(pss_baseline=("HostPath Volumes",)))
def k8s_no_host_path(workload: Resource) -> Findings:
    return of_each_pod(workload, lambda path: ~path.is_set(), "volumes", "[]", "hostPath")
