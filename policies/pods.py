"""Pods, wherever they are declared: as such, in the template of a workload, in a list, in a patch of any of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth

_PLACES: Final = {
    "Pod": (),
    "PodTemplate": ("template",),
    "ReplicationController": ("spec", "template"),
    "Deployment": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "DaemonSet": ("spec", "template"),
    "ReplicaSet": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
}
"""Where a kind keeps its pod."""
_GROUPS: Final = {
    "core/v1": ("Pod", "PodTemplate", "ReplicationController"),
    "apps/v1": ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
    "apps/v1beta1": ("Deployment", "StatefulSet"),
    "apps/v1beta2": ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
    "extensions/v1beta1": ("Deployment", "DaemonSet", "ReplicaSet"),
    "batch/v1": ("Job", "CronJob"),
    "batch/v1beta1": ("CronJob",),
    "batch/v2alpha1": ("CronJob",),
}


def _tokens(ending: str, *kinds: str) -> tuple[str, ...]:
    return tuple(
        f"kubernetes:{group}:{kind}{ending}"
        for group, served in _GROUPS.items()
        for kind in served
        if not kinds or kind in kinds
    )


LISTS: Final = ("kubernetes:core/v1:List", *_tokens("List"))
PATCHES: Final = _tokens("Patch")
POD_CARRIERS: Final = (*_tokens(""), *LISTS, *PATCHES)
"""Every type that declares pods."""
CONTAINERS: Final = ("containers", "initContainers", "ephemeralContainers")


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod inside a resource.

    Attributes:
        owner: the resource that declares it.
        kind: of what declares it, such as `Deployment`; empty if it cannot be known.
        metadata, spec: its own, not its owner's.
    """

    owner: Resource
    kind: str
    metadata: Node
    spec: Node

    def containers(self, *kinds: str) -> Iterator[Node]:
        """Its containers of these kinds; all kinds if none is named."""
        for kind in kinds or CONTAINERS:
            yield from self.spec[kind].each()

    def require(self, holds: Truth, at: Node) -> Findings:
        """As `Resource.require`; a patch need not say what it leaves as it is."""
        return [] if self.owner.type in PATCHES and at.value is None else self.owner.require(holds, at)


def pods(resource: Resource) -> Iterator[Pod]:
    """The pods that a resource declares."""
    kind = resource.type.rpartition(":")[2].removesuffix("Patch")
    if resource.type not in LISTS:
        yield _pod(resource, kind, resource.root)
        return
    for item in resource["items"].each():
        named = item["kind"].value if kind == "List" else kind.removesuffix("List")
        if named in _PLACES:
            yield _pod(resource, named, item)
        elif not isinstance(named, str):
            yield Pod(resource, "", item["metadata"], item["spec"])


def of_each_container(
    workload: Resource, holds: Callable[[Node], Truth], *at: str, kinds: tuple[str, ...] = CONTAINERS
) -> Findings:
    """What is wrong with the containers of a workload: something must hold of a property of each.

    Args:
        holds: judges the property.
        at: where it lies in a container.
        kinds: the kinds of containers that are meant.
    """
    found = ((pod, container.at(*at)) for pod in pods(workload) for container in pod.containers(*kinds))
    return [finding for pod, node in found for finding in pod.require(holds(node), node)]


def of_each_pod(workload: Resource, holds: Callable[[Node], Truth], *at: str) -> Findings:
    """The same of a property of each pod's `spec`."""
    found = ((pod, pod.spec.at(*at)) for pod in pods(workload))
    return [finding for pod, node in found for finding in pod.require(holds(node), node)]


def _pod(owner: Resource, kind: str, root: Node) -> Pod:
    template = root.at(*_PLACES[kind])
    return Pod(owner, kind, template["metadata"], template["spec"])
