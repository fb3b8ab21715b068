"""Hibernation: while a stack sleeps, it declares no nodes. What it is otherwise stands in its settings, untouched."""

from typing import Literal

from pydantic import Field

from components.cluster import ClusterArgs
from components.gpu import GpuArgs
from components.settings import Section


class HibernationArgs(Section):
    """What `strata hibernate` writes, and `strata wake` removes."""

    level: Literal["awake", "pools", "nodes"] = "awake"
    """What is gone: nothing; the pools, whose nodes Karpenter drains while it still runs; all nodes."""
    reason: str = Field(default="", max_length=1000)
    """Why the stack sleeps."""
    databases: list[str] = Field(default=[])
    """Identifiers of the databases that were stopped with it; `strata wake` starts them."""

    def cluster(self, args: ClusterArgs) -> ClusterArgs:
        """The cluster's settings: without nodes of its own while all nodes are gone."""
        if self.level != "nodes":
            return args
        return args.model_copy(update={"system_nodes": args.system_nodes.model_copy(update={"nodes_min": 0})})

    def gpu(self, args: GpuArgs) -> GpuArgs:
        """The settings of GPU capacity: without pools while they are gone, and without nodes while all are."""
        if self.level == "awake":
            return args
        groups = args.node_groups
        if self.level == "nodes":
            groups = [group.model_copy(update={"nodes_min": 0}) for group in groups]
        return args.model_copy(update={"pools": [], "node_groups": groups})
