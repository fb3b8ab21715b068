"""What an API server refuses: malformed names, labels, quantities, references inside an object.

Values that are not known yet are passed over, so that the same rules hold at preview.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sandbox.problem import Problem
from sandbox.providers.kubernetes.control_plane import Kind, Object
from sandbox.providers.kubernetes.kinds import is_built_in
from sandbox.providers.kubernetes.validation import configuration, metadata, networking, openapi, policy, workloads

Rule = Callable[[Object], Iterator[Problem]]

_RULES: Final[Mapping[str, Rule]] = {
    "ConfigMap": configuration.config_map,
    "CronJob": workloads.cron_job,
    "CustomResourceDefinition": openapi.check_definition,
    "DaemonSet": workloads.daemon_set,
    "Deployment": workloads.deployment,
    "HorizontalPodAutoscaler": policy.autoscaler,
    "Ingress": networking.ingress,
    "Job": workloads.job,
    "LimitRange": configuration.limit_range,
    "NetworkPolicy": networking.network_policy,
    "PersistentVolumeClaim": configuration.claim,
    "Pod": workloads.pod,
    "PodDisruptionBudget": policy.disruption_budget,
    "PriorityClass": policy.priority_class,
    "ResourceQuota": configuration.quota,
    "Role": policy.role,
    "ClusterRole": policy.role,
    "RoleBinding": policy.role_binding,
    "ClusterRoleBinding": policy.role_binding,
    "Secret": configuration.secret,
    "Service": networking.service,
    "StatefulSet": workloads.stateful_set,
    "StorageClass": configuration.storage_class,
}


def validate(kind: Kind, body: Object) -> list[Problem]:
    """Every mistake in an object, each with its field path."""
    found = list(metadata.check(kind, body))
    if kind.schema is not None:
        found.extend(openapi.check(kind.schema, _own_fields(body)))
    elif is_built_in(kind) and kind.name in _RULES:
        found.extend(_RULES[kind.name](body))
    return found


def _own_fields(body: Object) -> dict[str, Any]:
    """What a custom resource's schema speaks of: everything but the fields every object has."""
    return {name: value for name, value in body.items() if name not in ("apiVersion", "kind", "metadata")}
