"""Containers keep the masks over `/proc`, whatever their users.

Why: without them a container sees and sets more of the kernel than it needs; a user namespace makes that less grave,
not right.
Fix: leave `proc_mount` out of the container's `security_context`.
"""

from policies.facts.pods import POD_CARRIERS, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS, controls=Controls(pss_restricted=("/proc Mount Type",)))
def k8s_proc_mount_default(workload: Resource) -> Findings:
    return of_each_container(
        workload, lambda mount: ~mount.is_set() | mount.equals("Default"), "securityContext", "procMount"
    )
