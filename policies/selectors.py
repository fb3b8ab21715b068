"""What a selector of pods finds in a stack."""

from __future__ import annotations

from policies.kubernetes import KubernetesObject, same, selects
from policies.namespaces import beside
from policies.node import Node
from policies.pods import POD_KINDS, pods_of
from policies.truth import Truth, some

_PLAIN = frozenset(
    ("Pod", "ReplicationController", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob")
)
"""Kinds whose pods bear the labels of their template and no others; operators add labels of their own."""
_RELEASES = ("kubernetes:helm.sh/v3:Release",)


def finds_pods(one: KubernetesObject, selector: Node) -> Truth:
    """Whether a label selector of an object may find pods: the stack's, or those that a chart or an operator makes."""
    return beside(one, *POD_KINDS).some(lambda other: _has(other, selector)) | has_release(one)


def _has(workload: KubernetesObject, selector: Node) -> Truth:
    if workload.kind and workload.kind not in _PLAIN:
        return Truth.TRUE
    return some(selects(selector, pod.metadata["labels"]) for pod in pods_of(workload))


def has_release(one: KubernetesObject) -> Truth:
    """Whether a chart is installed in an object's namespace: nobody sees here what that brings."""
    return some(same(release["namespace"], one.namespace) for release in one.owner.stack.of(*_RELEASES))
