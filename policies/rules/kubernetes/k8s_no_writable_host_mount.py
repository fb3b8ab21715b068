"""Whatever a container mounts of its node, it mounts read-only.

Why: a container that writes to its node changes what the node runs next: a way out of the container.
Fix: set `read_only` of the volume mount to true; better, use no `host_path` at all.
"""

from policies.facts.kubernetes import same
from policies.facts.pods import POD_CARRIERS, Pod, pods
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth


@rule(severity=Severity.HIGH, types=POD_CARRIERS)
def k8s_no_writable_host_mount(workload: Resource) -> Findings:
    findings: Findings = []
    for pod in pods(workload):
        for mount in (mount for container in pod.containers() for mount in container["volumeMounts"].each()):
            read_only = mount["readOnly"]
            findings += pod.require(~_is_of_node(mount, pod) | read_only.is_true(), read_only)
    return findings


def _is_of_node(mount: Node, pod: Pod) -> Truth:
    return pod.spec["volumes"].some(lambda volume: volume["hostPath"].is_set() & same(volume["name"], mount["name"]))
