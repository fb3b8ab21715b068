"""Pods do not see the processes of their node.

Why: a process that sees all others reads their environment and memory, secrets among them, and can end them.
Fix: leave `host_pid` out of the pod's specification.
"""

from policies.facts.pods import POD_CARRIERS, of_each_pod
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=POD_CARRIERS,
    controls=Controls(pss_baseline=("Host Namespaces",), nsa="C-0038", cis_eks="4.2.2"),
)
def k8s_no_host_pid(workload: Resource) -> Findings:
    return of_each_pod(workload, lambda shared: ~shared.is_true(), "hostPID")
