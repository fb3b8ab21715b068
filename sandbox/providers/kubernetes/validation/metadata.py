"""An object's name, namespace, labels and annotations, and the selectors that speak of labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sandbox.problem import Problem
from sandbox.providers.kubernetes.control_plane import Kind, Object
from sandbox.providers.kubernetes.validation import names
from sandbox.providers.kubernetes.validation.fields import entries, mapping, one_of, pairs

ANNOTATIONS_MAX_BYTES: Final = 256 * 1024

_NAME_RULES: Final = {
    "Namespace": names.dns_label,
    "Service": names.service_name,
    "ClusterRole": names.path_segment,
    "ClusterRoleBinding": names.path_segment,
    "Role": names.path_segment,
    "RoleBinding": names.path_segment,
}
_LONGEST: Final = {"CronJob": 52, "Job": 63, "StatefulSet": 63}
"""Names that end up inside the names and labels of pods."""


def check(kind: Kind, body: Object) -> Iterator[Problem]:
    """The mistakes in `metadata`."""
    metadata = mapping(body, "metadata")
    name = metadata.get("name")
    yield from _NAME_RULES.get(kind.name, names.dns_subdomain)(name, "metadata.name")
    longest = _LONGEST.get(kind.name, 253)
    if isinstance(name, str) and longest < len(name) <= 253:
        yield Problem("metadata.name", f"must be at most {longest} characters for a {kind.name}, got {len(name)}")
    if kind.namespaced:
        yield from names.dns_label(metadata.get("namespace"), "metadata.namespace")
    elif metadata.get("namespace"):
        yield Problem("metadata.namespace", f"not allowed: a {kind.name} belongs to the whole cluster")
    yield from labels(metadata.get("labels"), "metadata.labels")
    yield from _annotations(metadata.get("annotations"))


def labels(value: Any, path: str) -> Iterator[Problem]:
    """Keys and values of labels."""
    for place, key, label in pairs(value, path):
        yield from names.qualified_key(key, place)
        yield from names.label_value(label, place)


def selector(value: Any, path: str) -> Iterator[Problem]:
    """A label selector: matchLabels and matchExpressions."""
    yield from labels(mapping(value, "matchLabels"), f"{path}.matchLabels")
    for place, expression in entries(mapping(value).get("matchExpressions"), f"{path}.matchExpressions"):
        operator = expression.get("operator")
        yield from one_of(operator, ("In", "NotIn", "Exists", "DoesNotExist"), f"{place}.operator")
        if operator in ("In", "NotIn") and not expression.get("values"):
            yield Problem(f"{place}.values", f"is required with {operator}")
        if operator in ("Exists", "DoesNotExist") and expression.get("values"):
            yield Problem(f"{place}.values", f"not allowed with {operator}")


def selects(value: Any, found: Any) -> bool:
    """Whether a selector's matchLabels are among the labels; what is unknown is taken to match."""
    if not isinstance(found, dict):
        return found is not None or not mapping(value, "matchLabels")
    wanted = mapping(value, "matchLabels")
    return all(
        found.get(key) == label or not isinstance(label, str) or not isinstance(found.get(key, ""), str)
        for key, label in wanted.items()
    )


def _annotations(value: Any) -> Iterator[Problem]:
    size = 0
    for place, key, annotation in pairs(value, "metadata.annotations"):
        yield from names.qualified_key(key.lower(), place)
        size += len(key.encode()) + len(annotation.encode() if isinstance(annotation, str) else b"")
    if size > ANNOTATIONS_MAX_BYTES:
        yield Problem("metadata.annotations", f"must be at most {ANNOTATIONS_MAX_BYTES} bytes in all, got {size}")
