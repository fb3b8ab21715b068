"""Containers keep the masks over `/proc`, unless their pod has users of its own.

Why: behind the masks lie the kernel's switches and memory, which belong to the whole node.
Fix: leave `proc_mount` out of the container's `security_context`; where it must be `Unmasked`, as for building images,
set the pod's `host_users` to false.
"""

from policies.facts.pods import POD_CARRIERS, Pod, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.HIGH, types=POD_CARRIERS, controls=Controls(pss_baseline=("/proc Mount Type",)))
def k8s_proc_mount(workload: Resource) -> Findings:
    return of_each_container(
        workload,
        lambda mount: ~mount.is_set() | mount.equals("Default"),
        *("securityContext", "procMount"),
        unless=Pod.has_own_users,
    )
