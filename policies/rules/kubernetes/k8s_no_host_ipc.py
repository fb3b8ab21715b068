"""Pods do not share their node's interprocess communication.

Why: shared memory of other pods, models and data being worked on among it, can be read and written.
Fix: leave `host_ipc` out of the pod's specification; mount an `empty_dir` of medium `Memory` on `/dev/shm` instead.
"""

from policies.facts.pods import POD_CARRIERS, of_each_pod
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=POD_CARRIERS,
    controls=Controls(pss_baseline=("Host Namespaces",), nsa="C-0038", cis_eks="4.2.3"),
)
def k8s_no_host_ipc(workload: Resource) -> Findings:
    return of_each_pod(workload, lambda shared: ~shared.is_true(), "hostIPC")
