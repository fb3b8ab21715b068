"""Namespaces closed by default: pods are restricted, nothing may talk to them or they to anything, use is bounded."""

from collections.abc import Mapping
from enum import StrEnum

import pulumi
from pulumi_kubernetes import core

from components import network_policy
from components.tags import environment

TEAM_LABEL = "strata/team"
"""Names, on a namespace, the team it belongs to."""


class PodSecurity(StrEnum):
    """Levels of the Pod Security Standards."""

    RESTRICTED = "restricted"
    BASELINE = "baseline"


def labels(name: str, component: str) -> dict[str, str]:
    """The recommended labels of an object: what it is, and which component it belongs to."""
    return {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/part-of": "strata",
    }


def namespace(
    name: str,
    *,
    called: str,
    level: PodSecurity = PodSecurity.RESTRICTED,
    extra_labels: Mapping[str, str] | None = None,
    pods_max: int = 100,
    load_balancers_max: int = 0,
    quota: Mapping[str, str] | None = None,
    opts: pulumi.ResourceOptions,
) -> core.v1.Namespace:
    """A namespace in which nothing is allowed that is not allowed by name.

    Args:
        name: logical name; the children add a suffix to it.
        called: the physical name; DNS names, roles and people refer to it.
        level: what pods may ask for; `restricted` is warned about and audited in any case.
        pods_max: how many pods may exist at a time.
        load_balancers_max: how many Services may make a load balancer.
        quota: further limits, by resource.
        opts: options of every child.
    """
    security = {
        "pod-security.kubernetes.io/enforce": level.value,
        "pod-security.kubernetes.io/audit": PodSecurity.RESTRICTED.value,
        "pod-security.kubernetes.io/warn": PodSecurity.RESTRICTED.value,
    }
    made = core.v1.Namespace(
        name,
        metadata={
            "name": called,
            "labels": labels(called, name) | security | {"strata/stack": environment()} | dict(extra_labels or {}),
        },
        opts=opts,
    )
    inside = {"namespace": made.metadata.name, "labels": labels(called, name)}
    network_policy.closed(f"{name}-closed", inside=made.metadata.name, labels=labels(called, name), opts=opts)
    core.v1.LimitRange(f"{name}-limits", metadata=inside, spec={"limits": [_LIMITS]}, opts=opts)
    core.v1.ResourceQuota(
        f"{name}-quota",
        metadata=inside,
        spec={"hard": _quota(pods_max, load_balancers_max) | dict(quota or {})},
        opts=opts,
    )
    return made


_LIMITS = {
    "type": "Container",
    "default_request": {"cpu": "100m", "memory": "128Mi"},
    "default": {"memory": "1Gi"},
}
"""For a container that says nothing; a limit of CPU by default would only slow it down."""


def _quota(pods_max: int, load_balancers_max: int) -> dict[str, str]:
    quota = {"pods": str(pods_max), "services.loadbalancers": str(load_balancers_max)}
    # A load balancer takes a node port for each of its listeners, so they are forbidden only where it is.
    return quota if load_balancers_max else quota | {"services.nodeports": "0"}
