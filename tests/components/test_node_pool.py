"""A pool's nodes are hardened, bounded, for GPU work alone, and gone when they are empty."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.karpenter import Karpenter
from components.node_pool import NodePool
from components.pools import Pool
from tests.components.conftest import BringUp
from tests.components.surroundings import TAGS, children, key, network, whole_cluster
from tests.harness import Result

POOL = "kubernetes:karpenter.sh/v1:NodePool"
CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
RESERVED = {
    "name": "reserved",
    "instance_families": ["p5"],
    "gpus_max": 64,
    "capacity": ["reserved", "on_demand"],
    "reservations": ["cr-0123456789abcdef0"],
    "volume_gib": 500,
    "idle_minutes": 30,
    "lifetime_hours": 720,
}


@pytest.fixture(scope="module")
def pools(up: BringUp) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        stands_on = network(opts)
        cluster, inside = whole_cluster(stands_on, opts)
        surroundings: dict[str, Any] = {
            "karpenter": Karpenter("karpenter", cluster=cluster, key=key("karpenter", opts), opts=inside),
            "cluster": cluster,
            "network": stands_on,
            "key": key("volumes", opts),
            "opts": inside,
        }
        NodePool("pool-training", Pool(name="training"), ami="al2023@latest", **surroundings)
        NodePool("pool-reserved", Pool.model_validate(RESERVED), ami="al2023@v20261105", **surroundings)

    return up(build)


def spec(pools: Result, kind: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = pools.inputs(kind, name)["spec"]
    return found


def requirements(pools: Result, name: str) -> dict[str, list[str]]:
    wanted = spec(pools, POOL, name)["template"]["spec"]["requirements"]
    assert {requirement["operator"] for requirement in wanted} == {"In"}
    return {requirement["key"]: requirement["values"] for requirement in wanted}


@pytest.mark.parametrize("name", ["training", "reserved"])
def test_children_bear_the_pools_own_name(pools: Result, name: str) -> None:
    assert children(pools, "NodePool", f"pool-{name}") == {(POOL, f"pool-{name}"), (CLASS, f"pool-{name}-class")}
    assert pools.inputs(POOL, f"pool-{name}")["metadata"]["name"] == name
    assert pools.inputs(CLASS, f"pool-{name}-class")["metadata"]["name"] == name
    node_class = spec(pools, POOL, f"pool-{name}")["template"]["spec"]["nodeClassRef"]
    assert node_class == {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": name}


def test_how_a_node_is_built(pools: Result) -> None:
    assert spec(pools, CLASS, "pool-training-class") == {
        "amiSelectorTerms": [{"alias": "al2023@latest"}],
        "instanceProfile": pools.outputs("aws:iam/instanceProfile:InstanceProfile", "karpenter")["name"],
        "subnetSelectorTerms": [
            {"id": pools.of("aws:ec2/subnet:Subnet", f"network-private-{zone}").id} for zone in range(2)
        ],
        "securityGroupSelectorTerms": [
            {
                "id": pools.outputs("aws:eks/cluster:Cluster", "cluster-control-plane")["vpcConfig"][
                    "clusterSecurityGroupId"
                ]
            }
        ],
        "tags": TAGS | {"Name": "strata-test-training"},
        "associatePublicIPAddress": False,
        "blockDeviceMappings": [
            {
                "deviceName": "/dev/xvda",
                "ebs": {
                    "volumeSize": "200Gi",
                    "volumeType": "gp3",
                    "encrypted": True,
                    "kmsKeyID": pools.outputs("aws:kms/key:Key", "key-volumes")["arn"],
                    "deleteOnTermination": True,
                },
            }
        ],
        "detailedMonitoring": True,
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpProtocolIPv6": "disabled",
            "httpPutResponseHopLimit": 1,
            "httpTokens": "required",
        },
    }


def test_only_gpu_work_lands_on_a_pool_and_finds_it_by_its_labels(pools: Result) -> None:
    template = spec(pools, POOL, "pool-training")["template"]
    assert template["spec"]["taints"] == [{"key": "nvidia.com/gpu", "value": "true", "effect": "NoSchedule"}]
    assert template["metadata"]["labels"] == {
        "strata/pool": "training",
        "nvidia.com/gpu.present": "true",
        "strata/device-plugin": "chart",
    }


def test_spot_comes_first_and_on_demand_catches_it(pools: Result) -> None:
    assert requirements(pools, "pool-training") == {
        "karpenter.k8s.aws/instance-family": ["g6", "g5"],
        "karpenter.sh/capacity-type": ["spot", "on-demand"],
        "kubernetes.io/arch": ["amd64"],
        "kubernetes.io/os": ["linux"],
    }


@pytest.mark.parametrize(("name", "gpus"), [("training", 8), ("reserved", 64)])
def test_a_pool_cannot_grow_beyond_its_limit(pools: Result, name: str, gpus: int) -> None:
    assert spec(pools, POOL, f"pool-{name}")["limits"] == {"nvidia.com/gpu": gpus}


@pytest.mark.parametrize(("name", "minutes"), [("training", 10), ("reserved", 30)])
def test_nodes_go_when_they_are_empty_and_not_before(pools: Result, name: str, minutes: int) -> None:
    assert spec(pools, POOL, f"pool-{name}")["disruption"] == {
        "consolidationPolicy": "WhenEmpty",
        "consolidateAfter": f"{minutes}m",
        "budgets": [{"nodes": "100%", "reasons": ["Empty"]}, {"nodes": "0", "reasons": ["Drifted", "Underutilized"]}],
    }


def test_a_pool_starts_with_no_node(pools: Result) -> None:
    # A pool of fixed size says how many; one without is filled by the pods that wait for it.
    assert set(spec(pools, POOL, "pool-training")) == {"template", "limits", "disruption"}


@pytest.mark.parametrize(("name", "hours"), [("training", 336), ("reserved", 720)])
def test_nodes_make_room_for_patched_ones(pools: Result, name: str, hours: int) -> None:
    assert spec(pools, POOL, f"pool-{name}")["template"]["spec"]["expireAfter"] == f"{hours}h"


def test_reserved_capacity_is_used_first(pools: Result) -> None:
    assert requirements(pools, "pool-reserved")["karpenter.sh/capacity-type"] == ["reserved", "on-demand"]
    assert requirements(pools, "pool-reserved")["karpenter.k8s.aws/instance-family"] == ["p5"]
    reserved = spec(pools, CLASS, "pool-reserved-class")
    assert reserved["capacityReservationSelectorTerms"] == [{"id": "cr-0123456789abcdef0"}]
    assert reserved["amiSelectorTerms"] == [{"alias": "al2023@v20261105"}]
    assert reserved["blockDeviceMappings"][0]["ebs"]["volumeSize"] == "500Gi"


def test_a_pool_waits_for_karpenter_and_for_its_class(pools: Result) -> None:
    controller = pools.of("kubernetes:helm.sh/v3:Release", "karpenter").urn
    node_class = pools.of(CLASS, "pool-training-class")
    assert controller in node_class.dependencies
    assert node_class.urn in pools.of(POOL, "pool-training").dependencies


def test_outputs(pools: Result) -> None:
    assert pools.of("strata:index:NodePool", "pool-training").outputs == {"node_pool_name": "training"}
