"""What a selector of pods finds in a stack."""

from __future__ import annotations

from policies.facts.kubernetes import KubernetesObject, selects
from policies.facts.namespaces import beside
from policies.facts.pods import POD_KINDS, pods_of
from policies.node import UNKNOWN, Node
from policies.stack import Stack
from policies.truth import Truth, some

_PLAIN = frozenset(
    ("Pod", "ReplicationController", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob")
)
"""Kinds whose pods bear the labels of their template and no others; operators add labels of their own."""
_RELEASE = "kubernetes:helm.sh/v3:Release"


def finds_pods(one: KubernetesObject, selector: Node) -> Truth:
    """Whether a label selector of an object may find pods: the stack's, or those that a chart or an operator makes."""
    return has_release(one) | beside(one, *POD_KINDS).some(lambda other: _has(other, selector))


def has_release(one: KubernetesObject) -> Truth:
    """Whether a chart is installed in an object's namespace: nobody sees here what that brings."""
    stack = one.owner.stack
    taken = stack.remember(_RELEASE, lambda: _taken(stack))
    if isinstance(one.namespace.value, str) and one.namespace.value in taken:
        return Truth.TRUE
    return Truth.UNKNOWN if taken and UNKNOWN in (one.namespace.value, *taken) else Truth.FALSE


def _has(workload: KubernetesObject, selector: Node) -> Truth:
    if workload.kind and workload.kind not in _PLAIN:
        return Truth.TRUE
    return some(selects(selector, pod.metadata["labels"]) for pod in pods_of(workload))


def _taken(stack: Stack) -> frozenset[object]:
    """The namespaces that charts are installed in, as far as they are known."""
    values = (release["namespace"].value for release in stack.of(_RELEASE))
    return frozenset(value for value in values if value is UNKNOWN or isinstance(value, str))
