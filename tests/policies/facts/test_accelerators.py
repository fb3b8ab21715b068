"""Accelerators are told by the series of an instance, and by what a container asks for."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.accelerators import asks_for_accelerators, pools
from policies.facts.pods import pods
from policies.node import UNKNOWN
from policies.truth import Truth
from tests.policies.cases import stack

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("instance", "accelerated"),
    [
        ("g6.xlarge", T),
        ("gr6.4xlarge", T),
        ("p5en.48xlarge", T),
        ("trn2.48xlarge", T),
        ("inf2.xlarge", T),
        ("m7i.large", F),
        ("r6g.large", F),
        ("t4g.small", F),
        (UNKNOWN, U),
    ],
)
def test_the_series_of_an_instance_tells(instance: Any, accelerated: Truth) -> None:
    declared = {"group": {"type": "aws:eks/nodeGroup:NodeGroup", "properties": {"instanceTypes": [instance]}}}
    (group,) = stack(declared).resources
    (pool,) = pools(group)
    assert pool.group
    assert pool.accelerated is accelerated


@pytest.mark.parametrize(
    ("limits", "asks"),
    [({"nvidia.com/gpu": 1}, T), ({"nvidia.com/gpu": "0"}, F), ({"cpu": 8}, F), (None, F), (UNKNOWN, U)],
)
def test_a_limit_above_none_asks_for_accelerators(limits: Any, asks: Truth) -> None:
    spec = {"containers": [{"name": "a", "resources": {"limits": limits}}]}
    (workload,) = stack({"pod": {"type": "kubernetes:core/v1:Pod", "properties": {"spec": spec}}}).resources
    (pod,) = pods(workload)
    assert asks_for_accelerators(pod) is asks
