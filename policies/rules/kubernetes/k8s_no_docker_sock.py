"""No pod reaches the container runtime of its node.

Why: whoever may talk to the runtime's socket starts any container there, privileged too, and so owns the node.
Fix: remove the `host_path` volume; build images with a rootless builder, and look at containers through the API server.
"""

from policies.facts.pods import POD_CARRIERS, of_each_pod
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

_FOLDERS = "(/var)?/run(/(containerd|crio|docker|cri-dockerd|k3s|k3s/containerd|dockershim))?|/|/var"
SOCKETS = rf"({_FOLDERS})/*|(/var)?/run/(.*/)?(docker|containerd|crio|cri-dockerd|dockershim|podman)\.sock"
"""The sockets of the known runtimes, and the folders they lie in."""


@rule(severity=Severity.CRITICAL, types=POD_CARRIERS)
def k8s_no_docker_sock(workload: Resource) -> Findings:
    return of_each_pod(workload, lambda path: ~path.matches(SOCKETS), "volumes", "[]", "hostPath", "path")
