"""No pod or container asks SELinux for more than the types that confine containers.

Why: a type such as `spc_t`, or a user or role of its own, takes a container out of the confinement that keeps it from
the node's files.
Fix: leave `user` and `role` out of `se_linux_options`; its `type` may be `container_t` or another that confines.
"""

from policies.facts.pod_security import SELINUX_TYPES
from policies.facts.pods import POD_CARRIERS, of_each_context
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.HIGH, types=POD_CARRIERS, controls=Controls(pss_baseline=("SELinux",)))
def k8s_selinux(workload: Resource) -> Findings:
    return [
        *of_each_context(workload, lambda one: ~one.is_set() | one.equals(*SELINUX_TYPES), "seLinuxOptions", "type"),
        *of_each_context(workload, lambda user: ~user.is_set(), "seLinuxOptions", "user"),
        *of_each_context(workload, lambda role: ~role.is_set(), "seLinuxOptions", "role"),
    ]
