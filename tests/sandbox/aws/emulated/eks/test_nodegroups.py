"""Node groups."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

CLUSTER = "platform"
CPU = {"clusterName": CLUSTER, "nodegroupName": "cpu"}


def _create(platform: Any, **options: Any) -> Any:
    asked = {"subnets": platform.subnets[:1], **options}
    if "nodeRole" not in asked:
        asked["nodeRole"] = platform.role("nodes")
    return platform.client.create_nodegroup(**CPU, **asked)["nodegroup"]


def _described(platform: Any) -> Any:
    return platform.client.describe_nodegroup(**CPU)["nodegroup"]


def test_follows_the_cluster_and_fills_in_what_is_not_said(platform: Any) -> None:
    made = _create(platform, tags={"team": "ml"}, labels={"pool": "cpu"})
    found = _described(platform)
    assert {**found, "createdAt": 0, "modifiedAt": 0} == {**made, "createdAt": 0, "modifiedAt": 0}
    assert (found["status"], found["version"]) == ("ACTIVE", "1.35")
    assert found["releaseVersion"].startswith("1.35.")
    assert (found["amiType"], found["instanceTypes"], found["diskSize"]) == (
        "AL2023_x86_64_STANDARD",
        ["t3.medium"],
        20,
    )
    assert (found["updateConfig"], found["nodeRepairConfig"]) == ({"maxUnavailable": 1}, {"enabled": False})
    assert (found["labels"], found["tags"]) == ({"pool": "cpu"}, {"team": "ml"})
    assert found["resources"]["autoScalingGroups"][0]["name"].startswith("eks-cpu-")


def test_a_launch_template_decides_disk_and_machines(platform: Any) -> None:
    template = platform.clients("ec2").create_launch_template(
        LaunchTemplateName="gpu", LaunchTemplateData={"InstanceType": "g6.xlarge"}
    )["LaunchTemplate"]["LaunchTemplateId"]
    found = _create(platform, launchTemplate={"id": template, "version": "1"})
    assert "diskSize" not in found
    assert found["instanceTypes"] == []
    assert found["amiType"] == "CUSTOM"
    platform.client.update_nodegroup_version(**CPU, launchTemplate={"id": template, "version": "2"})
    assert _described(platform)["launchTemplate"]["version"] == "2"


def test_its_nodes_are_admitted(platform: Any) -> None:
    role = _create(platform)["nodeRole"]
    entry = platform.client.describe_access_entry(clusterName=CLUSTER, principalArn=role)["accessEntry"]
    assert (entry["type"], entry["kubernetesGroups"]) == ("EC2_LINUX", ["system:nodes"])


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"nodeRole": "arn:aws:iam::123456789012:role/nobody"}, "does not exist"),
        ({"subnets": ["subnet-0"]}, "The subnet ID 'subnet-0' does not exist"),
        ({"version": "1.21"}, "unsupported Kubernetes version 1.21"),
        ({"version": "1.36"}, "newer than the cluster's"),
    ],
)
def test_what_cannot_be_is_refused(platform: Any, asked: dict[str, Any], refusal: str) -> None:
    with pytest.raises(ClientError, match=refusal):
        _create(platform, **asked)
    assert platform.client.list_nodegroups(clusterName=CLUSTER)["nodegroups"] == []


def test_sizes_labels_and_taints_can_change(platform: Any) -> None:
    _create(platform, scalingConfig={"minSize": 0, "maxSize": 2, "desiredSize": 0})
    platform.client.update_nodegroup_config(
        **CPU,
        scalingConfig={"minSize": 1, "maxSize": 5, "desiredSize": 2},
        labels={"addOrUpdateLabels": {"pool": "gpu"}},
        taints={"addOrUpdateTaints": [{"key": "gpu", "value": "true", "effect": "NO_SCHEDULE"}]},
    )
    found = _described(platform)
    assert found["scalingConfig"] == {"minSize": 1, "maxSize": 5, "desiredSize": 2}
    assert found["labels"] == {"pool": "gpu"}
    assert found["taints"] == [{"key": "gpu", "value": "true", "effect": "NO_SCHEDULE"}]


def test_its_version_follows_the_cluster_and_never_overtakes_it(eks: Any) -> None:
    eks.cluster(version="1.34")
    _create(eks)
    with pytest.raises(ClientError, match=r"newer than the cluster's, 1\.34"):
        eks.client.update_nodegroup_version(**CPU, version="1.35")
    eks.client.update_cluster_version(name=CLUSTER, version="1.35")
    assert _described(eks)["version"] == "1.34"
    eks.client.update_nodegroup_version(**CPU)
    assert (_described(eks)["version"], _described(eks)["releaseVersion"][:5]) == ("1.35", "1.35.")


def test_a_deleted_one_is_gone(platform: Any) -> None:
    _create(platform)
    platform.client.delete_nodegroup(**CPU)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        _described(platform)
