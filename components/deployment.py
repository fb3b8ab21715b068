"""A Deployment people can rely on: a Service in front of it, a disruption budget and an autoscaler beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_kubernetes import apps, autoscaling, core, policy


@dataclass(frozen=True)
class Scale:
    """How many replicas there are: from `least` to `most`, by CPU use."""

    least: int
    most: int
    cpu_percent: int = 70
    """Average use of the requested CPU that the autoscaler aims at."""


def deployment(
    name: str,
    *,
    inside: pulumi.Input[str],
    labels: Mapping[str, str],
    template: Mapping[str, Any],
    scale: Scale | None,
    annotations: Mapping[str, str] | None = None,
    opts: pulumi.ResourceOptions,
) -> apps.v1.Deployment:
    """The replicas of a pod, replaced one by one without a gap, and evicted one at a time.

    Args:
        name: logical name; the children add a suffix to it.
        inside: the namespace.
        labels: of the objects; they select the pods, too.
        template: as `pod.pod` makes it.
        scale: None leaves the number of replicas to somebody else.
        annotations: of the Deployment itself.
    """
    metadata = {"namespace": inside, "labels": dict(labels)}
    selector = {"match_labels": dict(labels)}
    scaled = scale is None or scale.most > scale.least
    made = apps.v1.Deployment(
        name,
        metadata=metadata | ({"annotations": dict(annotations)} if annotations else {}),
        spec={
            # Two that decide the same number would undo each other's decision.
            **({"replicas": scale.least} if scale is not None and not scaled else {}),
            "selector": selector,
            "strategy": {"type": "RollingUpdate", "rolling_update": {"max_surge": 1, "max_unavailable": 0}},
            "template": dict(template),
        },
        opts=opts,
    )
    disruption_budget(f"{name}-disruption", inside=inside, labels=labels, of=labels, opts=opts)
    if scale is not None and scaled:
        _autoscale(f"{name}-scale", made, scale, metadata, opts)
    return made


def disruption_budget(
    name: str,
    *,
    inside: pulumi.Input[str],
    labels: Mapping[str, str],
    of: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> policy.v1.PodDisruptionBudget:
    """Let the pods that bear the labels `of` be evicted one at a time."""
    return policy.v1.PodDisruptionBudget(
        name,
        metadata={"namespace": inside, "labels": dict(labels)},
        # One may always go: a budget that forbids every eviction would block each upgrade of the nodes.
        spec={"max_unavailable": 1, "selector": {"match_labels": dict(of)}},
        opts=opts,
    )


def service(
    name: str,
    *,
    called: str,
    inside: pulumi.Input[str],
    labels: Mapping[str, str],
    port: int,
    opts: pulumi.ResourceOptions,
) -> core.v1.Service:
    """An address in the cluster for the pods that bear the labels. Its name is part of that address."""
    return core.v1.Service(
        name,
        metadata={"name": called, "namespace": inside, "labels": dict(labels)},
        spec={
            "type": "ClusterIP",
            "selector": dict(labels),
            "ports": [{"name": "http", "port": port, "target_port": port, "protocol": "TCP"}],
        },
        opts=opts,
    )


def _autoscale(
    name: str, target: apps.v1.Deployment, scale: Scale, metadata: Mapping[str, Any], opts: pulumi.ResourceOptions
) -> None:
    use = {"type": "Utilization", "average_utilization": scale.cpu_percent}
    autoscaling.v2.HorizontalPodAutoscaler(
        name,
        metadata=dict(metadata),
        spec={
            "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": target.metadata.name},
            "min_replicas": scale.least,
            "max_replicas": scale.most,
            "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": use}}],
        },
        opts=opts,
    )
