"""Pods have a network of their own.

Why: a pod in its node's network passes network policies by, sees the traffic of others, and reaches the node's
credentials at the metadata service.
Fix: leave `host_network` out of the pod's specification.
"""

from policies.facts.pods import POD_CARRIERS, of_each_pod
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=POD_CARRIERS,
    controls=Controls(pss_baseline=("Host Namespaces",), nsa="C-0041", cis_eks="4.2.4"),
)
def k8s_no_host_network(workload: Resource) -> Findings:
    return of_each_pod(workload, lambda shared: ~shared.is_true(), "hostNetwork")
