"""What is read of a stack's resources."""

from __future__ import annotations

from doctor.declared import Chart, Declared, Group, Pool, plain
from protocol.values import UNKNOWN, Secret
from tests.doctor.conftest import Resource, chart, cluster, group, pool, subnet


def test_pools() -> None:
    bare = Resource("kubernetes:karpenter.sh/v1:NodePool", "bare", {"spec": {}})
    declared = Declared([pool("training", ["g6", "g5"], 8, ["spot", "on-demand"]), bare])
    assert declared.pools() == [
        Pool("training", ("g6", "g5"), 8, ("spot", "on-demand")),
        Pool("bare", (), None, ("on-demand",)),
    ]


def test_groups() -> None:
    declared = Declared(
        [
            group("system", ["m7i.large"], 3),
            group("cheap", ["m7i.large"], 1, "SPOT"),
            Resource("aws:eks/nodeGroup:NodeGroup"),
        ]
    )
    assert declared.groups() == [
        Group("system", ("m7i.large",), 3, "on-demand"),
        Group("cheap", ("m7i.large",), 1, "spot"),
        Group("one", ("t3.medium",), 0, "on-demand"),
    ]


def test_zones_versions_and_charts() -> None:
    declared = Declared(
        [
            subnet("b"),
            subnet("a"),
            subnet("a"),
            Resource("aws:ec2/subnet:Subnet", "later", {"availabilityZone": UNKNOWN}),
            cluster("1.35"),
            chart("oci://r/kueue", "v0.19.4"),
            chart("keda", "2.20.2", "https://keda"),
        ]
    )
    assert declared.zones() == ["a", "b"]
    assert declared.clusters() == {"strata-dev": "1.35"}
    assert declared.charts() == [Chart("kueue", "0.19.4", "oci://r/kueue"), Chart("keda", "2.20.2", "https://keda")]
    assert declared.aws_types() == ["aws:ec2/subnet:Subnet", "aws:eks/cluster:Cluster"]


def test_kinds_leave_out_releases() -> None:
    declared = Declared([chart("oci://r/kueue", "1"), Resource("kubernetes:core/v1:Namespace"), subnet("a")])
    assert declared.kinds() == [("core/v1", "Namespace")]


def test_what_is_unknown_or_secret_is_none() -> None:
    assert plain({"a": UNKNOWN, "b": [Secret("x"), 1], "c": {"d": True}}) == {
        "a": None,
        "b": [None, 1],
        "c": {"d": True},
    }
