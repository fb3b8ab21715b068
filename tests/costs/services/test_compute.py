"""Clusters, nodes and instances, in figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from costs import Range
from tests.costs.listed import declared, priced

FIGURES = {
    "eks/cluster": (0.1, "hour"),
    "ec2/m7i.large": (0.1, "hour"),
    "ec2/m6i.large": (0.08, "hour"),
    "ec2/t3.medium": (0.04, "hour"),
    "ec2/p4d.24xlarge": (20.0, "hour"),
    "ec2/g6.xlarge": (1.0, "hour"),
    "ec2/g6.12xlarge": (5.0, "hour"),
    "ebs/gp3": (0.1, "GiB-month"),
    "cloudwatch/metric": (0.3, "month"),
}
GROUP = "aws:eks/nodeGroup:NodeGroup"
POOL = "kubernetes:karpenter.sh/v1:NodePool"


def pool(types: list[str], limits: dict[str, Any]) -> dict[str, Any]:
    asked = [{"key": "node.kubernetes.io/instance-type", "operator": "In", "values": types}]
    chosen = {"name": "training"}
    return {"spec": {"template": {"spec": {"requirements": asked, "nodeClassRef": chosen}}, "limits": limits}}


@pytest.mark.parametrize(
    ("token", "properties", "usd"),
    [
        ("aws:eks/cluster:Cluster", {}, Range(73, 73)),
        # 2 x 0.1 x 730, and 2 volumes of the 20 GiB that EKS gives them.
        (GROUP, {"instanceTypes": ["m7i.large"], "scalingConfig": {"desiredSize": 2}}, Range(150, 150)),
        # The cheapest type and the dearest.
        (GROUP, {"instanceTypes": ["m7i.large", "m6i.large"], "scalingConfig": {"desiredSize": 2}}, Range(120.8, 150)),
        (GROUP, {"scalingConfig": {"desiredSize": 1}, "diskSize": 50}, Range(34.2, 34.2)),
        (GROUP, {"instanceTypes": ["m7i.large"], "scalingConfig": {"desiredSize": 0, "maxSize": 3}}, Range(0, 0)),
        # Spot costs less than that.
        (
            GROUP,
            {"instanceTypes": ["m7i.large"], "scalingConfig": {"desiredSize": 2}, "capacityType": "SPOT"},
            Range(4, 150),
        ),
        # Two of 8 GPUs each for 20 an hour.
        (POOL, pool(["p4d.24xlarge"], {"nvidia.com/gpu": 16}), Range(0, 29200)),
        # Four for 1 an hour each: dearer than one of 4 GPUs for 3.
        (POOL, pool(["g6.xlarge"], {"nvidia.com/gpu": "4"}), Range(0, 2920)),
        (POOL, pool(["g6.xlarge", "g6.12xlarge"], {"nvidia.com/gpu": 4}), Range(0, 3650)),
        (
            "aws:ec2/instance:Instance",
            {"instanceType": "m7i.large", "monitoring": True, "rootBlockDevice": {"volumeSize": 30}},
            Range(78.1, 78.1),
        ),
    ],
)
def test_sums(token: str, properties: dict[str, Any], usd: Range) -> None:
    found = priced(FIGURES, declared(token, **properties)).total
    assert found.unknown == ()
    assert (found.usd.low, found.usd.high) == pytest.approx((usd.low, usd.high))


def test_the_volumes_of_a_group_are_those_of_its_launch_template() -> None:
    disks = [{"ebs": {"volumeSize": 100, "volumeType": "gp3"}}]
    template = declared(
        "aws:ec2/launchTemplate:LaunchTemplate", blockDeviceMappings=disks, monitoring={"enabled": True}
    )
    group = replace(
        declared(GROUP, instanceTypes=["m7i.large"], scalingConfig={"desiredSize": 2}, launchTemplate=object()),
        property_dependencies={"launchTemplate": (template.urn,)},
    )
    # 2 x 73, 2 x 100 x 0.1, and 2 x 7 metrics for 0.3.
    assert priced(FIGURES, template, group).total.usd.low == pytest.approx(170.2)


def test_the_volumes_of_a_pool_are_those_of_its_class() -> None:
    disks = [{"ebs": {"volumeSize": "200Gi", "volumeType": "gp3"}}]
    shape = declared(
        "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
        metadata={"name": "training"},
        spec={"blockDeviceMappings": disks},
    )
    found = priced(FIGURES, shape, declared(POOL, **pool(["p4d.24xlarge"], {"nvidia.com/gpu": 16})))
    assert found.total.usd.high == pytest.approx(29200 + 2 * 200 * 0.1)


@pytest.mark.parametrize(
    ("limits", "why"), [({}, "the pool has no limit"), ({"nvidia.com/gpu": 1}, "no type that eu-central-1 offers fits")]
)
def test_a_pool_whose_most_nobody_can_tell_is_unknown(limits: dict[str, Any], why: str) -> None:
    (line,) = priced(FIGURES, declared(POOL, **pool(["p4d.24xlarge"], limits))).items
    assert line.usd is None
    assert why in line.why


def test_one_type_without_a_price_makes_the_most_unknown() -> None:
    (line,) = priced(FIGURES, declared(POOL, **pool(["g6.xlarge", "g5.xlarge"], {"nvidia.com/gpu": 1}))).items
    assert (line.usd, line.why) == (None, "no sourced price for ec2/g5.xlarge in eu-central-1")
