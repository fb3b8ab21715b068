"""Add-ons, and the pod identities that they own."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

CLUSTER = "platform"
CNI = {"clusterName": CLUSTER, "addonName": "vpc-cni"}


def _addon(platform: Any) -> Any:
    return platform.client.describe_addon(**CNI)["addon"]


def _accounts(platform: Any) -> list[str]:
    found = platform.client.list_pod_identity_associations(clusterName=CLUSTER)["associations"]
    return [f"{association['namespace']}/{association['serviceAccount']}" for association in found]


def test_is_described_as_it_was_made(platform: Any) -> None:
    platform.client.create_addon(
        **CNI,
        addonVersion="v1.21.1-eksbuild.1",
        configurationValues='{"env": {}}',
        resolveConflicts="OVERWRITE",
        tags={"team": "ml"},
    )
    addon = _addon(platform)
    assert {name: addon[name] for name in CNI} == CNI
    assert (addon["status"], addon["addonVersion"]) == ("ACTIVE", "v1.21.1-eksbuild.1")
    assert (addon["configurationValues"], addon["tags"]) == ('{"env": {}}', {"team": "ml"})
    assert addon["health"] == {"issues": []}
    assert addon["addonArn"].split(":")[5].startswith("addon/platform/vpc-cni/")


def test_the_default_version_is_the_newest_that_fits_the_cluster(eks: Any) -> None:
    offered = eks.client.describe_addon_versions(addonName="kube-proxy", kubernetesVersion="1.34")["addons"]
    [offer] = offered
    [default] = [
        version["addonVersion"]
        for version in offer["addonVersions"]
        if any(fit["defaultVersion"] for fit in version["compatibilities"])
    ]
    eks.cluster(version="1.34")
    made = eks.client.create_addon(clusterName=CLUSTER, addonName="kube-proxy")["addon"]
    assert made["addonVersion"] == default
    assert default.startswith("v1.34.")


def test_every_addon_has_one_default_for_each_version(eks: Any) -> None:
    for addon in eks.client.describe_addon_versions()["addons"]:
        fits = [fit for version in addon["addonVersions"] for fit in version["compatibilities"]]
        defaults = sorted(fit["clusterVersion"] for fit in fits if fit["defaultVersion"])
        assert (addon["addonName"], defaults) == (addon["addonName"], ["1.34", "1.35", "1.36"])
    assert eks.client.describe_addon_versions(addonName="nothing")["addons"] == []


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"addonName": "nothing"}, "Addon nothing specified is not supported"),
        (
            {"addonName": "kube-proxy", "addonVersion": "v1.36.0-eksbuild.21"},
            r"on 1\.35; .* knows v1\.35\.3-\w+\.5, v1\.35\.0-\w+\.2 \(sandbox/aws/emulated/eks/catalogue\.py\)",
        ),
    ],
)
def test_what_is_not_offered_is_refused(platform: Any, asked: dict[str, str], refusal: str) -> None:
    with pytest.raises(ClientError, match=refusal):
        platform.client.create_addon(clusterName=CLUSTER, **asked)
    assert platform.client.list_addons(clusterName=CLUSTER)["addons"] == []


def test_version_and_values_can_change(platform: Any) -> None:
    platform.client.create_addon(**CNI, addonVersion="v1.21.1-eksbuild.1")
    platform.client.update_addon(**CNI, addonVersion="v1.21.1-eksbuild.7", configurationValues="{}")
    addon = _addon(platform)
    assert (addon["addonVersion"], addon["configurationValues"]) == ("v1.21.1-eksbuild.7", "{}")
    with pytest.raises(ClientError, match="Addon version specified is not supported"):
        platform.client.update_addon(**CNI, addonVersion="v0.0.1-eksbuild.1")
    assert _addon(platform)["addonVersion"] == "v1.21.1-eksbuild.7"


def test_a_cluster_has_each_once_until_it_is_deleted(platform: Any) -> None:
    platform.client.create_addon(**CNI)
    with pytest.raises(ClientError, match="ResourceInUseException"):
        platform.client.create_addon(**CNI)
    assert platform.client.delete_addon(**CNI)["addon"]["status"] == "DELETING"
    assert platform.client.list_addons(clusterName=CLUSTER)["addons"] == []
    for call in (platform.client.describe_addon, platform.client.delete_addon, platform.client.update_addon):
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            call(**CNI)


class TestIdentities:
    def test_come_go_and_change_with_their_addon(self, platform: Any) -> None:
        roles = [platform.role(name) for name in ("one", "two")]
        identity = {"serviceAccount": "aws-node", "roleArn": roles[0]}
        platform.client.create_addon(**CNI, podIdentityAssociations=[identity])
        assert _accounts(platform) == ["kube-system/aws-node"]
        [first] = _addon(platform)["podIdentityAssociations"]

        changed = [{"serviceAccount": "aws-node", "roleArn": roles[1]}]
        platform.client.update_addon(**CNI, podIdentityAssociations=changed)
        [second] = _addon(platform)["podIdentityAssociations"]
        assert second != first
        found = platform.client.describe_pod_identity_association(
            clusterName=CLUSTER, associationId=second.rpartition("/")[2]
        )
        assert found["association"]["roleArn"] == roles[1]

        platform.client.update_addon(**CNI, configurationValues="{}")
        assert _addon(platform)["podIdentityAssociations"] == [second]
        platform.client.delete_addon(**CNI)
        assert _accounts(platform) == []

    def test_a_refused_addon_leaves_none_behind(self, platform: Any) -> None:
        good = {"serviceAccount": "aws-node", "roleArn": platform.role("one")}
        bad = {"serviceAccount": "other", "roleArn": "arn:aws:iam::123456789012:role/nobody"}
        with pytest.raises(ClientError, match="does not exist"):
            platform.client.create_addon(**CNI, podIdentityAssociations=[good, bad])
        assert _accounts(platform) == []

    def test_a_refused_change_leaves_the_old_ones(self, platform: Any) -> None:
        good = {"serviceAccount": "aws-node", "roleArn": platform.role("one")}
        bad = {"serviceAccount": "aws-node", "roleArn": "arn:aws:iam::123456789012:role/nobody"}
        platform.client.create_addon(**CNI, podIdentityAssociations=[good])
        before = _addon(platform)["podIdentityAssociations"]
        with pytest.raises(ClientError, match="does not exist"):
            platform.client.update_addon(**CNI, podIdentityAssociations=[bad])
        assert _addon(platform)["podIdentityAssociations"] == before
        assert _accounts(platform) == ["kube-system/aws-node"]
