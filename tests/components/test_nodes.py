"""Node groups: hardened, encrypted, private, and as large as they are said to be."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.node_role import NodeRole
from components.nodes import Ami, Capacity, Kind, NodeGroup, Nodes
from tests.components.conftest import BringUp
from tests.components.surroundings import CLUSTER, TAGS, bring_up, children, eks_cluster, key, network
from tests.harness import Deployer, Result

GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
GPUS = Kind(
    labels={"strata/pool": "always"},
    ami=Ami.NVIDIA,
    capacity=Capacity.SPOT,
    taints=[{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}],
)


def declare(opts: pulumi.ResourceOptions, **settings: Any) -> None:
    """A group with default settings but these, and one with GPUs."""
    stands_on = network(opts)
    surroundings: dict[str, Any] = {
        "cluster": eks_cluster(stands_on, opts),
        "role": NodeRole("node", opts=opts),
        "subnet_ids": stands_on.private_subnet_ids,
        "key": key("volumes", opts),
    }
    plain = Kind(labels={"strata/pool": "system"})
    NodeGroup("system", Nodes(**settings), kind=plain, **surroundings, opts=opts)
    several = Nodes(instance_types=["g6.xlarge", "g5.xlarge"], nodes_min=0, nodes_max=1, volume_gib=200)
    NodeGroup("always", several, kind=GPUS, **surroundings, opts=opts)


@pytest.fixture(scope="module")
def nodes(up: BringUp) -> Result:
    return up(declare)


def test_children(nodes: Result) -> None:
    for name in ("system", "always"):
        assert children(nodes, "NodeGroup", name) == {(TEMPLATE, name), (GROUP, name)}


def test_a_group_is_exactly_this(nodes: Result) -> None:
    inputs = dict(nodes.inputs(GROUP, "system"))
    assert inputs.pop("nodeGroupName").startswith("system-")
    assert not inputs.pop("taints")
    inputs.pop("__defaults", None)
    assert inputs == {
        "clusterName": CLUSTER,
        "version": "1.35",
        "nodeRoleArn": nodes.outputs("aws:iam/role:Role", "node")["arn"],
        "subnetIds": [nodes.of("aws:ec2/subnet:Subnet", f"network-private-{zone}").id for zone in range(2)],
        "amiType": "AL2023_x86_64_STANDARD",
        "capacityType": "ON_DEMAND",
        "instanceTypes": ["m7i.large"],
        "scalingConfig": {"minSize": 2, "maxSize": 4, "desiredSize": 2},
        "launchTemplate": {"id": nodes.of(TEMPLATE, "system").id, "version": "1"},
        "updateConfig": {"maxUnavailablePercentage": 33},
        "nodeRepairConfig": {"enabled": True},
        "labels": {"strata/pool": "system"},
        "tagsAll": TAGS,
    }


def test_what_sets_a_group_apart(nodes: Result) -> None:
    inputs = nodes.inputs(GROUP, "always")
    assert inputs["amiType"] == "AL2023_x86_64_NVIDIA"
    assert inputs["capacityType"] == "SPOT"
    assert inputs["instanceTypes"] == ["g6.xlarge", "g5.xlarge"]
    assert inputs["labels"] == {"strata/pool": "always"}
    assert inputs["taints"] == [{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}]
    assert inputs["scalingConfig"] == {"minSize": 0, "maxSize": 1, "desiredSize": 0}


def test_nodes_have_no_public_address(nodes: Result) -> None:
    for group in ("system", "always"):
        subnets = [nodes.of("aws:ec2/subnet:Subnet", f"network-private-{zone}") for zone in range(2)]
        assert set(nodes.inputs(GROUP, group)["subnetIds"]) == {subnet.id for subnet in subnets}
        assert [subnet.inputs["mapPublicIpOnLaunch"] for subnet in subnets] == [False, False]
        assert "networkInterfaces" not in nodes.inputs(TEMPLATE, group)


@pytest.mark.parametrize("group", ["system", "always"])
def test_pods_cannot_reach_the_credentials_of_their_node(nodes: Result, group: str) -> None:
    assert nodes.inputs(TEMPLATE, group)["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }


@pytest.mark.parametrize(("group", "gib"), [("system", 50), ("always", 200)])
def test_its_volume_is_encrypted_with_our_key_and_goes_with_it(nodes: Result, group: str, gib: int) -> None:
    (device,) = nodes.inputs(TEMPLATE, group)["blockDeviceMappings"]
    assert device == {
        "deviceName": "/dev/xvda",
        "ebs": {
            "volumeType": "gp3",
            "volumeSize": gib,
            "encrypted": "true",
            "kmsKeyId": nodes.outputs("aws:kms/key:Key", "key-volumes")["arn"],
            "deleteOnTermination": "true",
        },
    }


def test_nobody_logs_in_and_nothing_else_runs_at_start(nodes: Result) -> None:
    for unwanted in ("keyName", "userData"):
        assert unwanted not in nodes.inputs(TEMPLATE, "system")
    assert "remoteAccess" not in nodes.inputs(GROUP, "system")
    assert nodes.inputs(TEMPLATE, "system")["monitoring"] == {"enabled": True}


def test_what_the_template_makes_bears_the_required_tags(nodes: Result) -> None:
    made = {entry["resourceType"]: entry["tags"] for entry in nodes.inputs(TEMPLATE, "system")["tagSpecifications"]}
    assert made == dict.fromkeys(("instance", "volume", "network-interface"), TAGS | {"Name": "strata-test-system"})


@pytest.mark.parametrize("policy", ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"])
def test_nodes_wait_for_their_rights(nodes: Result, policy: str) -> None:
    attached = nodes.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", f"node-{policy}")
    assert attached.urn in nodes.of(GROUP, "system").dependencies


def test_outputs(nodes: Result) -> None:
    name = nodes.outputs(GROUP, "system")["nodeGroupName"]
    assert nodes.of("strata:index:NodeGroup", "system").outputs == {"node_group_name": name}


def test_a_group_grows_and_is_updated_without_being_replaced(deploy: Deployer) -> None:
    bring_up(deploy, declare)
    second = bring_up(deploy, lambda opts: declare(opts, nodes_min=3, volume_gib=100))
    assert second.steps("update") == {(GROUP, "system"), (TEMPLATE, "system")}
    assert second.steps("create", "create-replacement", "replace", "delete", "delete-replaced") == set()
    # AWS refuses fewer nodes than the least.
    assert second.inputs(GROUP, "system")["scalingConfig"] == {"minSize": 3, "maxSize": 4, "desiredSize": 3}
    assert second.inputs(GROUP, "system")["launchTemplate"]["version"] == "2"


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        ({"nodes_min": 5}, r"nodes_max must be at least nodes_min \(5\), got 4"),
        ({"nodes_min": -1}, "greater than or equal to 0"),
        ({"nodes_max": 0}, "greater than or equal to 1"),
        ({"nodes_max": 451}, "less than or equal to 450"),
        ({"volume_gib": 19}, "greater than or equal to 20"),
        ({"instance_types": []}, "at least 1 item"),
        ({"gpus": 1}, "extra"),
    ],
)
def test_refuses(settings: dict[str, Any], mistake: str) -> None:
    with pytest.raises(ValidationError, match=mistake):
        Nodes.model_validate(settings)
