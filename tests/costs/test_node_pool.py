"""What a Karpenter pool may start."""

from __future__ import annotations

import math
from typing import Any

import pytest

from costs.declared import Facts, NotKnownError
from costs.instances import instance_types
from costs.node_pool import allowed, most, quantity

PREFIX = "karpenter.k8s.aws/instance-"


def spec(*requirements: tuple[str, str, list[str]], **limits: Any) -> Facts:
    asked = [{"key": key, "operator": operator, "values": values} for key, operator, values in requirements]
    return Facts({"template": {"spec": {"requirements": asked}}, "limits": limits})


@pytest.mark.parametrize(
    ("requirement", "names"),
    [
        ((f"{PREFIX}family", "In", ["p4d"]), {"p4d.24xlarge"}),
        (("node.kubernetes.io/instance-type", "In", ["g5.xlarge", "t4g.nano"]), {"g5.xlarge", "t4g.nano"}),
    ],
)
def test_requirements_choose(requirement: tuple[str, str, list[str]], names: set[str]) -> None:
    assert {one.name for one in allowed(spec(requirement), "eu-central-1")} == names


def test_requirements_hold_together() -> None:
    asked = spec(
        (f"{PREFIX}category", "In", ["g"]),
        (f"{PREFIX}generation", "Gt", ["5"]),
        (f"{PREFIX}gpu-count", "Lt", ["2"]),
        ("kubernetes.io/arch", "NotIn", ["arm64"]),
        ("topology.kubernetes.io/zone", "In", ["eu-central-1a"]),
        (f"{PREFIX}size", "In", ["xlarge"]),
    )
    names = {one.name for one in allowed(asked, "eu-central-1")}
    assert "g6.xlarge" in names
    assert all(name.startswith(("g6", "gr6", "g7")) for name in names)


def test_a_type_that_the_region_does_not_offer_is_not_started() -> None:
    everywhere = {one.name for one in allowed(spec(), "nowhere-1")}
    assert everywhere == set(instance_types())
    assert {one.name for one in allowed(spec(), "eu-central-1")} < everywhere


def test_the_tightest_limit_decides() -> None:
    big = instance_types()["g5.12xlarge"]
    assert most(spec(**{"nvidia.com/gpu": 16}), big) == 4
    assert most(spec(**{"nvidia.com/gpu": 16, "cpu": "96"}), big) == 2
    assert most(spec(memory="1536Gi"), big) == 8
    assert most(spec(**{"nvidia.com/gpu": 3}), big) == 0
    assert most(spec(), big) == math.inf
    assert most(spec(**{"nvidia.com/gpu": 4}), instance_types()["t4g.nano"]) == math.inf


@pytest.mark.parametrize(("text", "number"), [("4", 4), (4, 4), ("64Gi", 64 * 2**30), ("500m", 0.5), ("2k", 2000)])
def test_quantities(text: object, number: float) -> None:
    assert quantity(Facts({"x": text}), "x") == number


@pytest.mark.parametrize("text", ["4 GPUs", "Gi", object(), "4Xi"])
def test_what_is_no_quantity_is_not_known(text: object) -> None:
    with pytest.raises(NotKnownError):
        quantity(Facts({"x": text}), "x")
