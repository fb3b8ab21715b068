"""Pods set only those kernel parameters that concern themselves.

Why: others change the node for every pod on it, or switch protections of the kernel off.
Fix: take the parameter out of the pod's `security_context.sysctls`; set it on the nodes of a pool of their own.
"""

from policies.facts.pod_security import SYSCTLS
from policies.facts.pods import POD_CARRIERS, of_each_pod
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS, controls=Controls(pss_baseline=("Sysctls",)))
def k8s_sysctls(workload: Resource) -> Findings:
    return of_each_pod(workload, lambda name: name.equals(*SYSCTLS), "securityContext", "sysctls", "[]", "name")
