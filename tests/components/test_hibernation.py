"""While a stack sleeps its settings stay, and its nodes are gone."""

from __future__ import annotations

import pytest

from components.cluster import ClusterArgs
from components.gpu import GpuArgs
from components.hibernation import HibernationArgs
from components.nodes import Nodes
from components.pools import GpuNodeGroup

CLUSTER = ClusterArgs(system_nodes=Nodes(nodes_min=3, nodes_max=6, instance_types=["m7i.xlarge"]))
GPU = GpuArgs(node_groups=[GpuNodeGroup(name="always", instance_types=["g6.xlarge"], nodes_min=1, nodes_max=2)])


@pytest.mark.parametrize(
    ("level", "system", "pools", "always"), [("awake", 3, 2, 1), ("pools", 3, 0, 1), ("nodes", 0, 0, 0)]
)
def test_what_is_gone(level: str, system: int, pools: int, always: int) -> None:
    hibernation = HibernationArgs.model_validate({"level": level})
    cluster, gpu = hibernation.cluster(CLUSTER), hibernation.gpu(GPU)
    assert (cluster.system_nodes.nodes_min, cluster.system_nodes.nodes_max) == (system, 6)
    assert cluster.system_nodes.instance_types == ["m7i.xlarge"]
    assert len(gpu.pools) == pools
    assert [group.nodes_min for group in gpu.node_groups] == [always]


def test_without_a_section_nothing_is_changed() -> None:
    assert HibernationArgs().cluster(CLUSTER) is CLUSTER
    assert HibernationArgs().gpu(GPU) is GPU


def test_the_settings_themselves_stay() -> None:
    HibernationArgs(level="nodes").gpu(GPU)
    assert (len(GPU.pools), GPU.node_groups[0].nodes_min) == (2, 1)
