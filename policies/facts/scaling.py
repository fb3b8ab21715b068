"""How many replicas a workload has, and what changes their number."""

from __future__ import annotations

from typing import Final

from policies.facts.kubernetes import KubernetesObject, is_absent
from policies.facts.namespaces import beside
from policies.node import UNKNOWN, Node
from policies.truth import Truth, truth

REPLICATED: Final = ("Deployment", "StatefulSet", "Rollout")
"""Kinds whose replicas answer requests one for another."""
_AUTOSCALERS: Final = ("HorizontalPodAutoscaler", "ScaledObject")
_LEAST: Final = {"HorizontalPodAutoscaler": "minReplicas", "ScaledObject": "minReplicaCount"}


def is_scaled(workload: KubernetesObject) -> Truth:
    """Whether an autoscaler decides how many replicas a workload has."""
    return beside(workload, *_AUTOSCALERS).some(lambda one: scales(one, workload))


def has_several(workload: KubernetesObject) -> Truth:
    """Whether a workload has two replicas at any time."""
    autoscalers = beside(workload, *_AUTOSCALERS)
    kept = autoscalers.some(lambda one: scales(one, workload) & _least(one).at_least(2))
    return workload["spec"]["replicas"].at_least(2) | kept


def always_has(workload: KubernetesObject, number: Node) -> Truth:
    """Whether a workload has more replicas than a number at any time."""
    autoscalers = beside(workload, *_AUTOSCALERS)
    below = autoscalers.some(lambda one: scales(one, workload) & ~_is_more(_least(one), number))
    return ~below & (is_scaled(workload) | _is_more(workload["spec"]["replicas"], number))


def scales(autoscaler: KubernetesObject, workload: KubernetesObject) -> Truth:
    """Whether an autoscaler is for a workload."""
    target = autoscaler["spec"]["scaleTargetRef"]
    kind = target["kind"].equals(workload.kind)
    # KEDA takes what does not say its kind for a Deployment.
    kind |= is_absent(target["kind"]) & truth(workload.kind == "Deployment")
    return kind & workload.is_named_by(target["name"])


def _least(autoscaler: KubernetesObject) -> Node:
    place = _LEAST.get(autoscaler.kind)
    return autoscaler["spec"][place] if place else Node(UNKNOWN)


def _is_more(replicas: Node, number: Node) -> Truth:
    """Whether there are more replicas than a number; one where nothing is said."""
    if UNKNOWN in (replicas.value, number.value):
        return Truth.UNKNOWN
    try:
        return truth(int(replicas.value if replicas.value is not None else 1) > int(number.value))
    except (TypeError, ValueError):
        return Truth.UNKNOWN
