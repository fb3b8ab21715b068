"""GPU capacity: pools and groups that only GPU work lands on, and the plugin that shows Kubernetes the GPUs."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.gpu import Gpu, GpuArgs, require_pools
from tests.components.conftest import BringUp
from tests.components.surroundings import children, key, network, whole_cluster
from tests.harness import Deployer, Result

GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
POOL = "kubernetes:karpenter.sh/v1:NodePool"
CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
RELEASE = "kubernetes:helm.sh/v3:Release"
PLUGIN = "gpu-device-plugin"
ALWAYS = {
    "name": "always",
    "instance_types": ["g6.xlarge"],
    "nodes_min": 1,
    "capacity": "spot",
    "reasons": {"capacity": "a test"},
}


@pytest.fixture(scope="module")
def gpu(up: BringUp) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        stands_on = network(opts)
        cluster, inside = whole_cluster(stands_on, opts)
        args = GpuArgs.model_validate({"node_groups": [ALWAYS]})
        Gpu("gpu", args, cluster=cluster, network=stands_on, key=key("gpu", opts), opts=inside)

    return up(build)


def test_children(gpu: Result) -> None:
    assert children(gpu, "Gpu", "gpu") == {
        ("strata:index:Karpenter", "gpu-karpenter"),
        ("strata:index:NodePool", "gpu-training"),
        ("strata:index:NodePool", "gpu-inference"),
        ("strata:index:NodeGroup", "gpu-always"),
        (RELEASE, PLUGIN),
    }


def capacity(gpu: Result, pool: str) -> dict[str, list[str]]:
    requirements = gpu.inputs(POOL, pool)["spec"]["template"]["spec"]["requirements"]
    return {requirement["key"]: requirement["values"] for requirement in requirements}


def test_training_is_cheap_and_inference_is_not_taken_away(gpu: Result) -> None:
    assert capacity(gpu, "gpu-training")["karpenter.sh/capacity-type"] == ["spot", "on-demand"]
    assert capacity(gpu, "gpu-inference")["karpenter.sh/capacity-type"] == ["on-demand"]
    assert capacity(gpu, "gpu-inference")["karpenter.k8s.aws/instance-family"] == ["g6"]


@pytest.mark.parametrize(("pool", "gpus"), [("gpu-training", 8), ("gpu-inference", 4)])
def test_what_a_pool_can_cost_is_bounded(gpu: Result, pool: str, gpus: int) -> None:
    assert gpu.inputs(POOL, pool)["spec"]["limits"] == {"nvidia.com/gpu": gpus}


@pytest.mark.parametrize("pool", ["training", "inference"])
def test_pools_take_the_image_and_the_key_given(gpu: Result, pool: str) -> None:
    spec = gpu.inputs(CLASS, f"gpu-{pool}-class")["spec"]
    assert spec["amiSelectorTerms"] == [{"alias": "al2023@latest"}]
    assert spec["blockDeviceMappings"][0]["ebs"]["kmsKeyID"] == gpu.outputs("aws:kms/key:Key", "key-gpu")["arn"]


def test_a_group_has_the_labels_the_taint_and_the_drivers(gpu: Result) -> None:
    inputs = gpu.inputs(GROUP, "gpu-always")
    assert inputs["labels"] == {
        "strata/pool": "always",
        "nvidia.com/gpu.present": "true",
        "strata/device-plugin": "chart",
    }
    assert inputs["taints"] == [{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}]
    assert inputs["amiType"] == "AL2023_x86_64_NVIDIA"
    assert inputs["capacityType"] == "SPOT"
    assert inputs["instanceTypes"] == ["g6.xlarge"]
    assert inputs["scalingConfig"] == {"minSize": 1, "maxSize": 2, "desiredSize": 1}
    assert inputs["nodeRoleArn"] == gpu.outputs("aws:iam/role:Role", "cluster-node")["arn"]


def test_a_group_is_as_hardened_as_all_nodes(gpu: Result) -> None:
    template = gpu.inputs(TEMPLATE, "gpu-always")
    assert template["metadataOptions"]["httpTokens"] == "required"
    assert template["metadataOptions"]["httpPutResponseHopLimit"] == 1
    volume = template["blockDeviceMappings"][0]["ebs"]
    assert volume["encrypted"] == "true"
    assert volume["kmsKeyId"] == gpu.outputs("aws:kms/key:Key", "key-gpu")["arn"]
    assert volume["volumeSize"] == 200


def test_the_plugin_runs_where_it_is_wanted_and_tolerates_the_taint(gpu: Result) -> None:
    plugin = gpu.inputs(RELEASE, PLUGIN)
    assert (plugin["chart"], plugin["version"]) == ("nvidia-device-plugin", "0.19.3")
    assert plugin["values"] == {
        "affinity": {
            "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                    "nodeSelectorTerms": [
                        {"matchExpressions": [{"key": "strata/device-plugin", "operator": "In", "values": ["chart"]}]}
                    ]
                }
            }
        },
        "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
    }


def test_outputs(gpu: Result) -> None:
    assert gpu.of("strata:index:Gpu", "gpu").outputs == {"pool_names": ["training", "inference", "always"]}


def test_by_default_no_node_stands_idle() -> None:
    assert GpuArgs().node_groups == []
    assert GpuArgs().pool_names() == ["training", "inference"]


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        ({"pools": [{"name": "a"}, {"name": "a"}]}, "names of their own beside system, got twice: a "),
        ({"pools": [{"name": "system"}]}, "got twice: system"),
        ({"pools": [{"name": "always"}], "node_groups": [ALWAYS]}, "got twice: always"),
        ({"ami": "al2023"}, "pattern"),
        ({"ami": "bottlerocket@latest"}, "pattern"),
        ({"pool": []}, "extra"),
    ],
)
def test_refuses(settings: dict[str, Any], mistake: str) -> None:
    with pytest.raises(ValidationError, match=mistake):
        GpuArgs.model_validate(settings)


@pytest.mark.parametrize("pool", [None, "system", "training", "inference", "always"])
def test_work_can_be_sent_to_every_pool_there_is(pool: str | None) -> None:
    require_pools(GpuArgs.model_validate({"node_groups": [ALWAYS]}), {"strata:serving.endpoints.fraud.pool": pool})


def test_every_pool_that_does_not_exist_is_named(deploy: Deployer) -> None:
    wanted = {"a.pool": "trainig", "b.pool": "training", "c.pool": "always"}
    refused = deploy(lambda: require_pools(GpuArgs(), wanted), succeeds=False)
    rule = "must be a pool or node group of strata:gpu, system, training, inference"
    assert refused.summary.errors == [
        f"stacks/Pulumi.test.yaml: a.pool: {rule}, got 'trainig'\nstacks/Pulumi.test.yaml: c.pool: {rule}, got 'always'"
    ]
