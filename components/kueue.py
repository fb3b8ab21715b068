"""Fair sharing of the cluster: Kueue, and its objects made from flavors, priorities and the teams' quotas."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_kubernetes import apiextensions
from pydantic import Field

from components.custom_resource import custom_resource
from components.namespace import TEAM_LABEL, labels
from components.nodes import POOL_LABEL
from components.pools import GPU
from components.settings import Args
from components.teams import NAME, Quota, Team

API = "kueue.x-k8s.io/v1beta2"
COHORT = "teams"
"""Those who lend each other what they leave idle."""
LOCAL_QUEUE = "default"
"""Kueue sends a job that names no queue to the one of this name."""


class Flavor(Args):
    """A kind of node that jobs can be sent to."""

    name: str = Field(pattern=NAME)
    """What the quotas of teams call it, e.g. `gpu`."""
    pool: str | None = None
    """The pool of nodes it stands for; unset: any node that takes every pod."""
    gpu: bool = False
    """Whether its nodes are kept for pods that ask for GPUs."""


class Priority(Args):
    """How important a job is."""

    name: str = Field(pattern=NAME)
    """What jobs call it, e.g. `high`."""
    value: int = Field(ge=-1_000_000, le=1_000_000)
    """The higher one goes first, and may take the place of a lower one of the same team."""


def flavor(name: str, args: Flavor, *, opts: pulumi.ResourceOptions) -> apiextensions.CustomResource:
    """A ResourceFlavor that sends its jobs to the nodes of its pool."""
    # A taint, not a toleration: Kueue then offers the nodes only to jobs that bear it, which are those with GPUs.
    taint = {"key": GPU, "value": "true", "effect": "NoSchedule"}
    spec = {
        **({"nodeLabels": {POOL_LABEL: args.pool}} if args.pool else {}),
        **({"nodeTaints": [taint]} if args.gpu else {}),
    }
    return custom_resource(name, API, "ResourceFlavor", spec, called=args.name, opts=opts)


def cohort(name: str, *, opts: pulumi.ResourceOptions) -> apiextensions.CustomResource:
    """The Cohort of all teams."""
    return custom_resource(name, API, "Cohort", {}, called=COHORT, opts=opts)


def cluster_queue(
    name: str, team: Team, flavors: Sequence[Flavor], *, opts: pulumi.ResourceOptions
) -> apiextensions.CustomResource:
    """A team's share: what it may always use, may borrow, and lends."""
    spec = {
        "cohortName": COHORT,
        "namespaceSelector": {"matchLabels": {TEAM_LABEL: team.name}},
        "queueingStrategy": "BestEffortFIFO",
        "preemption": {
            # What a team lent it gets back at once; inside a team the more important job goes first.
            "reclaimWithinCohort": "Any",
            "withinClusterQueue": "LowerPriority",
        },
        "resourceGroups": [
            {
                "coveredResources": ["cpu", "memory", GPU],
                "flavors": [
                    {"name": offered.name, "resources": _shares(team.quotas[offered.name])}
                    for offered in flavors
                    if offered.name in team.quotas
                ],
            }
        ],
    }
    return custom_resource(name, API, "ClusterQueue", spec, called=team.name, opts=opts)


def local_queue(
    name: str, team: Team, *, inside: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> apiextensions.CustomResource:
    """The team's queue in its namespace."""
    spec = {"clusterQueue": team.name}
    return custom_resource(name, API, "LocalQueue", spec, called=LOCAL_QUEUE, inside=inside, opts=opts)


class WorkloadPriorityClass(pulumi.CustomResource):
    """A priority of jobs. Its value stands beside `metadata`, where the SDK's own CustomResource has no room for it."""

    def __init__(self, name: str, args: Priority, *, opts: pulumi.ResourceOptions) -> None:
        fields: Mapping[str, Any] = {
            "apiVersion": API,
            "kind": "WorkloadPriorityClass",
            "metadata": {"name": args.name, "labels": labels(args.name, name)},
            "value": args.value,
            "description": f"Jobs of priority {args.name}",
        }
        super().__init__(f"kubernetes:{API}:WorkloadPriorityClass", name, dict(fields), opts)


def _shares(quota: Quota) -> list[dict[str, Any]]:
    unit = {"memory": "Gi"}
    return [
        {
            "name": resource,
            "nominalQuota": f"{amount}{unit.get(resource, '')}",
            "borrowingLimit": f"{amount * quota.borrowed_percent_max // 100}{unit.get(resource, '')}",
            "lendingLimit": f"{amount * quota.lent_percent_max // 100}{unit.get(resource, '')}",
        }
        for resource, amount in quota.amounts().items()
    ]
