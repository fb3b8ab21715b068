"""GPU capacity: nodes that nothing else lands on, that come when they are needed and go when they are not."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Self

import pulumi
from pulumi_aws import kms
from pydantic import Field, model_validator

from components.base import Component
from components.charts import Chart, release
from components.cluster import Cluster
from components.karpenter import Karpenter
from components.network import Network
from components.node_pool import NodePool
from components.nodes import POOL_LABEL, Ami, Capacity, Kind, NodeGroup
from components.pools import GPU, GPU_LABELS, PLUGIN_LABEL, GpuNodeGroup, Pool
from components.settings import ConfigError, Section


class GpuArgs(Section):
    """GPU capacity."""

    pools: list[Pool] = Field(
        default=[
            Pool(name="training"),
            # Requests must not wait for an instance that AWS has just taken away.
            Pool(name="inference", instance_families=["g6"], gpus_max=4, capacity=[Capacity.ON_DEMAND]),
        ]
    )
    """Pools that Karpenter fills and empties."""
    node_groups: list[GpuNodeGroup] = Field(default=[])
    """Groups of fixed size."""
    ami: str = Field(default="al2023@latest", pattern=r"^al2023@(latest|v[0-9]{8})$")
    """Image of the pools' nodes. A dated one, such as al2023@v20261105, changes nodes only when it is changed here."""

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        uses = Counter(["system", *self.pool_names()])
        if twice := sorted(name for name, count in uses.items() if count > 1):
            raise ValueError(
                f"pools and node_groups need names of their own beside system, got twice: {', '.join(twice)}"
            )
        return self

    def pool_names(self) -> list[str]:
        """The names of pools and node groups."""
        return [pool.name for pool in self.pools] + [group.name for group in self.node_groups]


def require_pools(args: GpuArgs, wanted: Mapping[str, str | None]) -> None:
    """See that every pool exists that another section sends work to: pods would wait for its nodes for ever.

    Args:
        wanted: the pool's name, if there is one, by the setting that names it.

    Raises:
        ConfigError: a pool is neither the system's nodes nor one of these pools and node groups.
    """
    known = ["system", *args.pool_names()]
    where = f"stacks/Pulumi.{pulumi.get_stack()}.yaml"
    mistakes = [
        f"{where}: {setting}: must be a pool or node group of strata:gpu, {', '.join(known)}, got {pool!r}"
        for setting, pool in wanted.items()
        if pool is not None and pool not in known
    ]
    if mistakes:
        raise ConfigError("\n".join(mistakes))


class Gpu(Component):
    """Karpenter, the pools and node groups, and the device plugin that shows Kubernetes the GPUs."""

    pool_names: pulumi.Output[list[str]]
    """The values of the label `strata/pool` on GPU nodes."""

    def __init__(
        self,
        name: str,
        args: GpuArgs,
        *,
        cluster: Cluster,
        network: Network,
        key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        karpenter = Karpenter(f"{name}-karpenter", cluster=cluster, key=key, opts=self.child)
        for pool in args.pools:
            NodePool(
                f"{name}-{pool.name}",
                pool,
                ami=args.ami,
                karpenter=karpenter,
                cluster=cluster,
                network=network,
                key=key,
                opts=self.child,
            )
        for group in args.node_groups:
            NodeGroup(
                f"{name}-{group.name}",
                group,
                kind=Kind(
                    labels={POOL_LABEL: group.name} | GPU_LABELS,
                    ami=Ami.NVIDIA,
                    capacity=group.capacity,
                    taints=[{"key": GPU, "value": "true", "effect": "NO_SCHEDULE"}],
                ),
                cluster=cluster.eks,
                role=cluster.node_role,
                subnet_ids=network.private_subnet_ids,
                key=key,
                opts=self.child_with(depends_on=network.ways),
            )
        release(f"{name}-device-plugin", Chart.NVIDIA_DEVICE_PLUGIN, values=_device_plugin(), opts=self.child)
        self.pool_names = pulumi.Output.from_input(args.pool_names())
        self.publish()


def _device_plugin() -> dict[str, Any]:
    """Runs on the nodes that ask for it: those of Bottlerocket bring a plugin of their own."""
    wanted = {"matchExpressions": [{"key": PLUGIN_LABEL, "operator": "In", "values": [GPU_LABELS[PLUGIN_LABEL]]}]}
    return {
        "affinity": {
            "nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [wanted]}}
        },
        "tolerations": [{"key": GPU, "operator": "Exists", "effect": "NoSchedule"}],
    }
