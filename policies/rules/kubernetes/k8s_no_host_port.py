"""No container takes a port of its node.

Why: whatever reaches the node reaches the container, past every Service and network policy; and only one replica fits
on a node.
Fix: leave `host_port` out; put a Service in front of the pods.
"""

from policies.facts.pods import POD_CARRIERS, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=POD_CARRIERS,
    controls=Controls(pss_baseline=("Host Ports",), nsa="C-0044"),
)
def k8s_no_host_port(workload: Resource) -> Findings:
    # The API takes 0 for none.
    return of_each_container(workload, lambda port: ~port.is_set() | port.at_most(0), "ports", "[]", "hostPort")
