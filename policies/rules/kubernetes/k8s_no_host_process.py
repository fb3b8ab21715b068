"""No pod runs processes of its Windows node.

Why: such a process is no container at all: it has the node's rights, files and network.
Fix: leave `windows_options.host_process` out, of the pod and of every container.
"""

from policies.facts.pods import POD_CARRIERS, of_each_context
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.CRITICAL, types=POD_CARRIERS, controls=Controls(pss_baseline=("HostProcess",)))
def k8s_no_host_process(workload: Resource) -> Findings:
    return of_each_context(workload, lambda process: ~process.is_true(), "windowsOptions", "hostProcess")
