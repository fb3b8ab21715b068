"""Clusters: what is made with them, what may change, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

CLUSTER = "platform"
ALL_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


def _logs(cluster: Any) -> list[str]:
    return [name for group in cluster["logging"]["clusterLogging"] if group["enabled"] for name in group["types"]]


class TestCreate:
    def test_says_everything_that_others_need(self, eks: Any) -> None:
        cluster = eks.cluster(version="1.35")
        assert cluster["status"] == "ACTIVE"
        assert (cluster["version"], cluster["platformVersion"]) == ("1.35", "eks.9")
        assert cluster["endpoint"].startswith("https://")
        assert cluster["identity"]["oidc"]["issuer"].startswith("https://oidc.eks.eu-central-1.amazonaws.com/id/")
        assert cluster["certificateAuthority"]["data"]
        network = cluster["resourcesVpcConfig"]
        assert (network["vpcId"], network["subnetIds"]) == (eks.vpc, eks.subnets[:2])
        assert (network["endpointPublicAccess"], network["endpointPrivateAccess"]) == (True, False)
        assert network["publicAccessCidrs"] == ["0.0.0.0/0"]
        assert cluster["deletionProtection"] is False
        described = eks.described()
        assert {**described, "createdAt": None} == {**cluster, "createdAt": None}

    def test_makes_a_security_group_in_its_network(self, eks: Any) -> None:
        group = eks.cluster()["resourcesVpcConfig"]["clusterSecurityGroupId"]
        [found] = eks.clients("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"]
        assert found["VpcId"] == eks.vpc
        assert found["GroupName"].startswith(f"eks-cluster-sg-{CLUSTER}-")
        eks.client.delete_cluster(name=CLUSTER)
        with pytest.raises(ClientError, match=r"InvalidGroup\.NotFound"):
            eks.clients("ec2").describe_security_groups(GroupIds=[group])

    def test_a_private_endpoint_has_no_public_addresses(self, eks: Any) -> None:
        closed = {"endpointPublicAccess": False, "endpointPrivateAccess": True}
        network = eks.cluster(resourcesVpcConfig=closed)["resourcesVpcConfig"]
        assert network["endpointPublicAccess"] is False
        assert not network.get("publicAccessCidrs")

    def test_keeps_the_fields_that_moto_drops(self, eks: Any) -> None:
        asked = {
            "upgradePolicy": {"supportType": "STANDARD"},
            "deletionProtection": True,
            "zonalShiftConfig": {"enabled": True},
            "kubernetesNetworkConfig": {"serviceIpv4Cidr": "172.16.0.0/16"},
        }
        eks.cluster(**asked)
        found = eks.described()
        assert {name: found[name] for name in asked} == {
            **asked,
            "kubernetesNetworkConfig": {
                "serviceIpv4Cidr": "172.16.0.0/16",
                "ipFamily": "ipv4",
                "elasticLoadBalancing": {"enabled": False},
            },
        }

    @pytest.mark.parametrize(
        ("options", "refusal"),
        [
            ({"version": "1.21"}, "unsupported Kubernetes version 1.21"),
            ({"resourcesVpcConfig": {"subnetIds": ["subnet-0"]}}, "The subnet ID 'subnet-0' does not exist"),
        ],
    )
    def test_refuses_and_makes_nothing(self, eks: Any, options: dict[str, Any], refusal: str) -> None:
        groups = len(eks.clients("ec2").describe_security_groups()["SecurityGroups"])
        with pytest.raises(ClientError, match=refusal):
            eks.cluster(**options)
        assert eks.client.list_clusters()["clusters"] == []
        assert len(eks.clients("ec2").describe_security_groups()["SecurityGroups"]) == groups

    def test_wants_subnets_in_two_zones_and_a_role_that_exists(self, eks: Any) -> None:
        with pytest.raises(ClientError, match="at least two different AZs"):
            eks.cluster(resourcesVpcConfig={"subnetIds": eks.subnets[1:]})
        network = {"subnetIds": eks.subnets}
        with pytest.raises(ClientError, match="could not be assumed because it does not exist"):
            eks.client.create_cluster(
                name="x", roleArn="arn:aws:iam::123456789012:role/nobody", resourcesVpcConfig=network
            )


class TestUpdate:
    def test_the_endpoint_opens_and_closes(self, platform: Any) -> None:
        change = {"endpointPublicAccess": False, "endpointPrivateAccess": True}
        platform.client.update_cluster_config(name=CLUSTER, resourcesVpcConfig=change)
        network = platform.described()["resourcesVpcConfig"]
        assert (network["endpointPublicAccess"], network["endpointPrivateAccess"]) == (False, True)
        assert not network.get("publicAccessCidrs")
        assert network["subnetIds"] == platform.subnets[:2]

    def test_logs_are_switched_type_by_type(self, platform: Any) -> None:
        def switch(types: list[str], *, enabled: bool) -> list[str]:
            setup = {"clusterLogging": [{"types": types, "enabled": enabled}]}
            platform.client.update_cluster_config(name=CLUSTER, logging=setup)
            return _logs(platform.described())

        assert _logs(platform.described()) == []
        assert switch(ALL_LOGS, enabled=True) == ALL_LOGS
        assert switch(["audit", "api"], enabled=False) == ["authenticator", "controllerManager", "scheduler"]
        assert switch(["audit"], enabled=True) == ["audit", "authenticator", "controllerManager", "scheduler"]

    def test_versions_go_up_one_by_one(self, eks: Any) -> None:
        eks.cluster(version="1.34")
        for refused in ("1.36", "1.34", "1.33", "1.99"):
            with pytest.raises(ClientError, match=r"Unsupported Kubernetes minor version update from 1\.34 to"):
                eks.client.update_cluster_version(name=CLUSTER, version=refused)
        eks.client.update_cluster_version(name=CLUSTER, version="1.35")
        assert (eks.described()["version"], eks.described()["platformVersion"]) == ("1.35", "eks.9")

    def test_authentication_goes_towards_the_api_only(self, eks: Any) -> None:
        eks.cluster(accessConfig={"authenticationMode": "CONFIG_MAP"})

        def to(mode: str) -> None:
            eks.client.update_cluster_config(name=CLUSTER, accessConfig={"authenticationMode": mode})

        to("API_AND_CONFIG_MAP")
        to("API")
        with pytest.raises(ClientError, match="Unsupported authentication mode update from API to CONFIG_MAP"):
            to("CONFIG_MAP")
        assert eks.described()["accessConfig"]["authenticationMode"] == "API"

    def test_secrets_are_encrypted_once(self, platform: Any) -> None:
        config = [{"resources": ["secrets"], "provider": {"keyArn": "arn:aws:kms:eu-central-1:1:key/1"}}]
        platform.client.associate_encryption_config(clusterName=CLUSTER, encryptionConfig=config)
        assert platform.described()["encryptionConfig"] == config
        with pytest.raises(ClientError, match="already associated"):
            platform.client.associate_encryption_config(clusterName=CLUSTER, encryptionConfig=config)

    def test_each_update_can_be_looked_up(self, platform: Any) -> None:
        made = platform.client.update_cluster_config(name=CLUSTER, deletionProtection=True)["update"]
        assert (made["status"], made["type"]) == ("Successful", "ConfigUpdate")
        assert platform.client.list_updates(name=CLUSTER)["updateIds"] == [made["id"]]
        assert platform.client.describe_update(name=CLUSTER, updateId=made["id"])["update"]["id"] == made["id"]
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            platform.client.describe_update(name=CLUSTER, updateId="other")


class TestDelete:
    def test_a_protected_one_stays(self, eks: Any) -> None:
        eks.cluster(deletionProtection=True)
        with pytest.raises(ClientError, match="deletionProtection enabled"):
            eks.client.delete_cluster(name=CLUSTER)
        eks.client.update_cluster_config(name=CLUSTER, deletionProtection=False)
        eks.client.delete_cluster(name=CLUSTER)
        assert eks.client.list_clusters()["clusters"] == []

    def test_one_with_node_groups_stays(self, platform: Any) -> None:
        platform.client.create_nodegroup(
            clusterName=CLUSTER, nodegroupName="cpu", subnets=platform.subnets[:1], nodeRole=platform.role("nodes")
        )
        with pytest.raises(ClientError, match="ResourceInUseException"):
            platform.client.delete_cluster(name=CLUSTER)

    def test_nothing_that_hung_below_comes_back_with_a_new_one_of_the_name(self, platform: Any) -> None:
        platform.client.create_addon(clusterName=CLUSTER, addonName="coredns")
        platform.client.create_access_entry(clusterName=CLUSTER, principalArn=platform.role("team"))
        platform.client.create_pod_identity_association(
            clusterName=CLUSTER, namespace="ml", serviceAccount="train", roleArn=platform.role("train")
        )
        platform.client.delete_cluster(name=CLUSTER)
        platform.cluster(accessConfig={"authenticationMode": "CONFIG_MAP"})
        assert platform.client.list_addons(clusterName=CLUSTER)["addons"] == []
        assert platform.client.list_access_entries(clusterName=CLUSTER)["accessEntries"] == []
        assert platform.client.list_pod_identity_associations(clusterName=CLUSTER)["associations"] == []
        assert platform.client.list_updates(name=CLUSTER)["updateIds"] == []


def test_versions_are_listed_newest_first(eks: Any) -> None:
    versions = eks.client.describe_cluster_versions()["clusterVersions"]
    assert [version["clusterVersion"] for version in versions] == ["1.36", "1.35", "1.34"]
    assert [version["clusterVersion"] for version in versions if version["defaultVersion"]] == ["1.35"]
