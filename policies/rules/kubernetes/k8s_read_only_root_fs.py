"""Containers cannot write to their own file system.

Why: whoever breaks into a process can neither change the program nor leave one of their own behind.
Fix: set `read_only_root_filesystem` to true in each container's `security_context`, and mount an `empty_dir` where it
must write, such as `/tmp`.
"""

from policies.facts.pods import POD_CARRIERS, Pod, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS, controls=Controls(nsa="C-0017"))
def k8s_read_only_root_fs(workload: Resource) -> Findings:
    # An ephemeral container is there to look around with tools of its own, and Windows cannot do it.
    return of_each_container(
        workload,
        lambda read_only: read_only.is_true(),
        *("securityContext", "readOnlyRootFilesystem"),
        kinds=("containers", "initContainers"),
        unless=Pod.runs_windows,
    )
