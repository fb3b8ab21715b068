"""Teams: what each may use of the cluster, and the namespace its work runs in."""

import pulumi
from pulumi_kubernetes import core
from pydantic import Field

from components.mlflow_pods import PORT as TRACKING_PORT
from components.namespace import TEAM_LABEL, labels, namespace
from components.network_policy import AWS_APIS, POD_IDENTITY, Allowed, allow, pods
from components.pools import GPU
from components.settings import Args

NAME = r"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$"
"""A name that fits into the names of namespaces, queues and hosts."""


class Quota(Args):
    """A share of a flavor's nodes."""

    cpus: int = Field(ge=0)
    """Processors."""
    memory_gib: int = Field(ge=0)
    """Memory, in GiB."""
    gpus: int = Field(default=0, ge=0)
    """GPUs; only of a flavor that has them."""
    borrowed_percent_max: int = Field(default=50, ge=0, le=1000)
    """How much more than the share the team may use while others leave it idle, in percent of the share."""
    lent_percent_max: int = Field(default=100, ge=0, le=100)
    """How much of the share others may use while the team leaves it idle, in percent."""

    def amounts(self) -> dict[str, int]:
        """Nominal amount of each resource; memory in GiB."""
        return {"cpu": self.cpus, "memory": self.memory_gib, GPU: self.gpus}


class Team(Args):
    """A team and its shares."""

    name: str = Field(pattern=NAME)
    """Its namespace is `team-<name>`."""
    quotas: dict[str, Quota] = Field(min_length=1)
    """Share of each flavor, by the flavor's name."""
    pods_max: int = Field(default=200, ge=1)
    """The most pods in its namespace at a time."""

    @property
    def namespace(self) -> str:
        """The name of its namespace."""
        return f"team-{self.name}"

    def gpus_max(self) -> int:
        """The most GPUs it can hold at a time: its shares, and what it may borrow."""
        return sum(quota.gpus + quota.gpus * quota.borrowed_percent_max // 100 for quota in self.quotas.values())


def team_namespace(name: str, team: Team, *, opts: pulumi.ResourceOptions) -> core.v1.Namespace:
    """A closed namespace whose pods reach each other, tracking and AWS.

    Args:
        name: logical name; the children add a suffix to it.
    """
    made = namespace(
        name,
        called=team.namespace,
        extra_labels={TEAM_LABEL: team.name},
        pods_max=team.pods_max,
        # A pod that goes round the queue still cannot take more than the team could have through it.
        quota={f"requests.{GPU}": str(team.gpus_max())},
        opts=opts,
    )
    inside = made.metadata.name
    core.v1.ResourceQuota(
        f"{name}-priority",
        metadata={"namespace": inside, "labels": labels(team.namespace, name)},
        # With a priority class of the cluster a pod could evict endpoints and other teams; queues have their own.
        spec={
            "hard": {"pods": "0"},
            "scope_selector": {"match_expressions": [{"scope_name": "PriorityClass", "operator": "Exists"}]},
        },
        opts=opts,
    )
    # The workers of one training run talk to each other, on ports that their libraries choose.
    each_other = Allowed([{"pod_selector": {}}])
    tracking = Allowed([pods({}, namespace="tracking")], [TRACKING_PORT])
    allow(
        f"{name}-training",
        inside=inside,
        of={},
        ingress=[each_other],
        egress=[each_other, tracking, AWS_APIS, POD_IDENTITY],
        opts=opts,
    )
    return made
