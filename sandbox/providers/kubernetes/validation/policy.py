"""Rights, priorities, and what bounds or scales workloads."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.problem import Problem
from sandbox.providers.kubernetes.control_plane import Object
from sandbox.providers.kubernetes.validation import metadata, names
from sandbox.providers.kubernetes.validation.fields import at_least, entries, mapping, one_of

HIGHEST_PRIORITY = 1_000_000_000
"""Above it is Kubernetes' own."""


def role(body: Object) -> Iterator[Problem]:
    """A Role or ClusterRole."""
    for path, rule in entries(body.get("rules"), "rules"):
        if isinstance(rule.get("verbs", []), list) and not rule.get("verbs"):
            yield Problem(f"{path}.verbs", "at least one verb is required")
        if not rule.get("nonResourceURLs"):
            for field in ("apiGroups", "resources"):
                if isinstance(rule.get(field, []), list) and not rule.get(field):
                    yield Problem(f"{path}.{field}", "is required for a rule about resources")
        elif body.get("kind") == "Role":
            yield Problem(f"{path}.nonResourceURLs", "not allowed: a Role belongs to a namespace")


def role_binding(body: Object) -> Iterator[Problem]:
    """A RoleBinding or ClusterRoleBinding."""
    kinds = ("Role", "ClusterRole") if body.get("kind") == "RoleBinding" else ("ClusterRole",)
    yield from one_of(mapping(body, "roleRef").get("kind"), kinds, "roleRef.kind")
    for path, subject in entries(body.get("subjects"), "subjects"):
        yield from one_of(subject.get("kind"), ("ServiceAccount", "User", "Group"), f"{path}.kind")
        if subject.get("kind") == "ServiceAccount" and not subject.get("namespace"):
            yield Problem(f"{path}.namespace", "is required for a ServiceAccount")


def priority_class(body: Object) -> Iterator[Problem]:
    """A PriorityClass."""
    name, value = mapping(body, "metadata").get("name"), body.get("value")
    if isinstance(name, str) and name.startswith("system-"):
        yield Problem("metadata.name", "must not start with 'system-': those are Kubernetes' own")
    if isinstance(value, int) and value > HIGHEST_PRIORITY:
        yield Problem("value", f"must be at most {HIGHEST_PRIORITY}, got {value}")
    yield from one_of(body.get("preemptionPolicy"), ("Never", "PreemptLowerPriority"), "preemptionPolicy")


def disruption_budget(body: Object) -> Iterator[Problem]:
    """A PodDisruptionBudget."""
    spec = mapping(body, "spec")
    yield from metadata.selector(spec.get("selector"), "spec.selector")
    if spec.get("minAvailable") is not None and spec.get("maxUnavailable") is not None:
        yield Problem("spec.maxUnavailable", "not allowed beside minAvailable")


def autoscaler(body: Object) -> Iterator[Problem]:
    """A HorizontalPodAutoscaler."""
    spec = mapping(body, "spec")
    minimum, maximum = spec.get("minReplicas"), spec.get("maxReplicas")
    yield from at_least(minimum, 1, "spec.minReplicas")
    yield from at_least(maximum, 1, "spec.maxReplicas")
    if isinstance(minimum, int) and isinstance(maximum, int) and maximum < minimum:
        yield Problem("spec.maxReplicas", f"must be at least minReplicas {minimum}, got {maximum}")
    kinds = ("Resource", "Pods", "Object", "External", "ContainerResource")
    for path, metric in entries(spec.get("metrics"), "spec.metrics"):
        source = metric.get("type")
        yield from one_of(source, kinds, f"{path}.type")
        field = source[:1].lower() + source[1:] if isinstance(source, str) else ""
        if source in kinds and metric.get(field) is None:
            yield Problem(f"{path}.{field}", f"is required for the type {source}")
        target = mapping(metric, field, "target")
        for amount in ("value", "averageValue"):
            yield from names.quantity(target.get(amount), f"{path}.{field}.target.{amount}")
