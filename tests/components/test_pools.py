"""What can be chosen for GPU nodes."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.nodes import Capacity
from components.pools import GpuNodeGroup, Pool


def test_a_pool_tries_spot_first_and_has_a_limit() -> None:
    pool = Pool(name="training")
    assert pool.capacity == [Capacity.SPOT, Capacity.ON_DEMAND]
    assert pool.gpus_max == 8


@pytest.mark.parametrize("family", ["g4dn", "g5", "g6e", "gr6", "p4d", "p5en", "p6-b200"])
def test_families_with_nvidia_gpus_and_x86_processors(family: str) -> None:
    assert Pool(name="training", instance_families=[family]).instance_families == [family]


def test_a_node_group_starts_at_zero() -> None:
    group = GpuNodeGroup(name="always", instance_types=["g6.xlarge"])
    assert (group.nodes_min, group.nodes_max) == (0, 2)
    assert group.capacity is Capacity.ON_DEMAND


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        ({"instance_families": ["m7i"]}, "must have NVIDIA GPUs, such as g6 or p5, got m7i"),
        ({"instance_families": ["g4ad"]}, "must have NVIDIA GPUs, such as g6 or p5, got g4ad"),
        ({"instance_families": ["g5g"]}, "must have x86 processors, as the image of the nodes has, got g5g"),
        ({"instance_families": ["p6e-gb200"]}, "must have x86 processors"),
        ({"instance_families": ["g6.xlarge"]}, "pattern"),
        ({"instance_families": []}, "at least 1 item"),
        ({"gpus_max": 0}, "greater than or equal to 1"),
        ({"capacity": []}, "at least 1 item"),
        ({"capacity": ["on_demand", "spot"]}, "capacity: Karpenter tries spot, on_demand in this order"),
        ({"capacity": ["spot", "spot", "on_demand"]}, "capacity: Karpenter tries spot, on_demand in this order"),
        ({"capacity": ["reserved"]}, "reservations and the capacity `reserved` need each other"),
        ({"reservations": ["cr-1"]}, "reservations and the capacity `reserved` need each other"),
        ({"capacity": ["spot"]}, "without a reason: capacity; say why"),
        ({"capacity": ["reserved", "spot"], "reservations": ["cr-1"]}, "without a reason: capacity; say why"),
        ({"reasons": {"capacity": "a test"}}, "not weaker than the default: capacity"),
        ({"name": "-training"}, "pattern"),
        ({"nodes_max": 3}, "extra"),
    ],
)
def test_a_pool_refuses(settings: dict[str, Any], mistake: str) -> None:
    with pytest.raises(ValidationError, match=mistake):
        Pool.model_validate({"name": "training"} | settings)


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        ({"instance_types": ["m7i.large"]}, "must have NVIDIA GPUs"),
        ({"instance_types": ["g5g.xlarge"]}, "must have x86 processors"),
        ({"instance_types": ["g6"]}, "pattern"),
        ({"instance_types": []}, "at least 1 item"),
        ({"capacity": "spot"}, "without a reason: capacity; say why"),
        ({"capacity": "reserved"}, "must be spot or on_demand, got reserved"),
        ({"nodes_min": 3}, r"nodes_max must be at least nodes_min \(3\), got 2"),
    ],
)
def test_a_node_group_refuses(settings: dict[str, Any], mistake: str) -> None:
    with pytest.raises(ValidationError, match=mistake):
        GpuNodeGroup.model_validate({"name": "always", "instance_types": ["g6.xlarge"]} | settings)


@pytest.mark.parametrize("capacity", [["on_demand"], ["spot", "on_demand"], ["reserved", "spot", "on_demand"]])
def test_a_pool_with_on_demand_nodes_needs_no_reason(capacity: list[str]) -> None:
    reservations = ["cr-1"] if "reserved" in capacity else []
    pool = Pool.model_validate({"name": "training", "capacity": capacity, "reservations": reservations})
    assert pool.capacity == capacity


def test_spot_alone_is_chosen_with_a_reason() -> None:
    reasons = {"capacity": "nobody waits for it"}
    pool = Pool.model_validate({"name": "training", "capacity": ["spot"], "reasons": reasons})
    assert pool.capacity == [Capacity.SPOT]
