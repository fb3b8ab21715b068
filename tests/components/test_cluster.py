"""The cluster as a whole: private, its parts in order, its volumes encrypted, its administrators named."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from pulumi_aws import iam
from pydantic import ValidationError

from components.cluster import Cluster, ClusterArgs
from components.policy_document import policy_document, trust
from protocol.values import Secret, reveal
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, children, key, network, whole_cluster
from tests.harness import Result

EKS = "aws:eks/cluster:Cluster"
ADDON = "aws:eks/addon:Addon"
GROUP = "aws:eks/nodeGroup:NodeGroup"
ENTRY = "aws:eks/accessEntry:AccessEntry"
POLICY = "aws:iam/policy:Policy"
VOLUMES = "kubernetes:storage.k8s.io/v1:StorageClass"
PROVIDER = "pulumi:providers:kubernetes"
STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}


@pytest.fixture(scope="module")
def cluster(up: BringUp) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        stands_on = network(opts)
        made, inside = whole_cluster(stands_on, opts)
        made.pod_identity(
            "reader",
            namespace="serving",
            service_account="reader",
            statements=[STATEMENT],
            opts=pulumi.ResourceOptions.merge(inside, pulumi.ResourceOptions(parent=stands_on)),
        )

    return up(build)


def addons(cluster: Result, names: list[str]) -> list[str]:
    return [cluster.of(ADDON, f"cluster-{name}").urn for name in names]


def test_children(cluster: Result) -> None:
    assert children(cluster, "Cluster", "cluster") == {
        ("strata:index:ControlPlane", "cluster-control-plane"),
        ("strata:index:Access", "cluster-access"),
        ("strata:index:Addons", "cluster-node-addons"),
        ("strata:index:NodeRole", "cluster-node"),
        ("strata:index:NodeGroup", "cluster-system"),
        ("strata:index:Addons", "cluster-addons"),
        (PROVIDER, "cluster"),
        (VOLUMES, "cluster-volumes"),
    }


def test_its_api_is_private_and_its_secrets_are_encrypted_with_the_key_given(cluster: Result) -> None:
    inputs = cluster.inputs(EKS, "cluster-control-plane")
    assert inputs["vpcConfig"] == {
        "subnetIds": [cluster.of("aws:ec2/subnet:Subnet", f"network-private-{zone}").id for zone in range(2)],
        "endpointPrivateAccess": True,
        "endpointPublicAccess": False,
    }
    assert inputs["encryptionConfig"]["provider"] == {
        "keyArn": cluster.outputs("aws:kms/key:Key", "key-cluster")["arn"]
    }
    logs = cluster.inputs("aws:cloudwatch/logGroup:LogGroup", "cluster-control-plane")
    assert logs["kmsKeyId"] == cluster.outputs("aws:kms/key:Key", "key-cluster-logs")["arn"]


def test_every_addon_is_installed_once(cluster: Result) -> None:
    assert cluster.names(ADDON) == {
        "cluster-node-addons-eks-pod-identity-agent",
        "cluster-node-addons-vpc-cni",
        "cluster-node-addons-kube-proxy",
        "cluster-addons-coredns",
        "cluster-addons-aws-ebs-csi-driver",
    }


def test_nodes_come_after_the_addons_that_make_them_ready(cluster: Result) -> None:
    before = ["node-addons-eks-pod-identity-agent", "node-addons-vpc-cni", "node-addons-kube-proxy"]
    assert set(addons(cluster, before)) <= set(cluster.of(GROUP, "cluster-system").dependencies)


@pytest.mark.parametrize("addon", ["coredns", "aws-ebs-csi-driver"])
def test_addons_that_need_a_node_come_after_one(cluster: Result, addon: str) -> None:
    group = cluster.of(GROUP, "cluster-system").urn
    assert group in cluster.of(ADDON, f"cluster-addons-{addon}").dependencies


def test_the_platforms_own_nodes_take_every_pod(cluster: Result) -> None:
    group = cluster.inputs(GROUP, "cluster-system")
    assert group["labels"] == {"strata/pool": "system"}
    assert not group["taints"]
    assert group["scalingConfig"] == {"minSize": 2, "maxSize": 4, "desiredSize": 2}
    assert group["nodeRoleArn"] == cluster.outputs("aws:iam/role:Role", "cluster-node")["arn"]
    (device,) = cluster.inputs("aws:ec2/launchTemplate:LaunchTemplate", "cluster-system")["blockDeviceMappings"]
    assert device["ebs"]["kmsKeyId"] == cluster.outputs("aws:kms/key:Key", "key-cluster")["arn"]


def test_nothing_goes_into_the_cluster_before_it_can_run(cluster: Result) -> None:
    waits_for = set(cluster.of(PROVIDER, "cluster").dependencies)
    assert set(addons(cluster, ["addons-coredns", "addons-aws-ebs-csi-driver"])) <= waits_for
    entitled = cluster.of("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "cluster-access-deployer")
    assert entitled.urn in waits_for


def test_the_way_in_is_secret_and_leads_to_this_cluster(cluster: Result) -> None:
    given = cluster.inputs(PROVIDER, "cluster")["kubeconfig"]
    published = cluster.of("strata:index:Cluster", "cluster").outputs["kubeconfig"]
    assert isinstance(given, Secret)
    assert isinstance(published, Secret)
    assert reveal(given) == reveal(published)
    server = json.loads(reveal(given))["clusters"][0]["cluster"]["server"]
    assert server == cluster.outputs(EKS, "cluster-control-plane")["endpoint"]


def test_volumes_are_encrypted_with_our_key_unless_another_class_is_named(cluster: Result) -> None:
    volumes = cluster.of(VOLUMES, "cluster-volumes")
    assert volumes.provider.startswith(f"{cluster.of(PROVIDER, 'cluster').urn}::")
    inputs = volumes.inputs
    assert inputs["metadata"]["name"] == "gp3"
    assert inputs["metadata"]["annotations"]["storageclass.kubernetes.io/is-default-class"] == "true"
    assert inputs["provisioner"] == "ebs.csi.aws.com"
    assert inputs["parameters"] == {
        "type": "gp3",
        "encrypted": "true",
        "kmsKeyId": cluster.outputs("aws:kms/key:Key", "key-cluster")["arn"],
    }
    assert inputs["volumeBindingMode"] == "WaitForFirstConsumer"
    assert inputs["allowVolumeExpansion"] is True


def test_a_service_account_of_this_cluster_gets_a_role(cluster: Result) -> None:
    association = cluster.inputs("aws:eks/podIdentityAssociation:PodIdentityAssociation", "reader")
    assert association["clusterName"] == "strata-test"
    assert (association["namespace"], association["serviceAccount"]) == ("serving", "reader")
    assert json.loads(cluster.inputs(POLICY, "reader")["policy"])["Statement"] == [STATEMENT]


def test_outputs(cluster: Result) -> None:
    made = cluster.outputs(EKS, "cluster-control-plane")
    outputs = cluster.of("strata:index:Cluster", "cluster").outputs
    assert {name: value for name, value in outputs.items() if name != "kubeconfig"} == {
        "cluster_name": "strata-test",
        "endpoint": made["endpoint"],
        "security_group_id": made["vpcConfig"]["clusterSecurityGroupId"],
    }


def test_whoever_is_named_administers_it_and_the_deployer_does_not(up: BringUp) -> None:
    def build(opts: pulumi.ResourceOptions) -> None:
        role = iam.Role(
            "admin", name="admin", assume_role_policy=policy_document(trust("ec2.amazonaws.com")), opts=opts
        )
        args = ClusterArgs(admins=[f"arn:aws:iam::{ACCOUNT}:role/admin"])
        waiting = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[role]))
        Cluster("cluster", args, network=network(opts), key=key("a", opts), logs_key=key("b", opts), opts=waiting)

    assert up(build).names(ENTRY) == {f"cluster-access-{ACCOUNT}-role-admin"}


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        ({"admins": ["admin"]}, "must be ARNs like arn:aws:iam::111122223333:role/admin, got admin"),
        ({"admins": ["arn:aws:s3:::bucket"]}, "must be ARNs like"),
        ({"system_nodes": {"nodes_max": 1}}, r"nodes_max must be at least nodes_min \(2\), got 1"),
        ({"public_endpoint_cidrs": ["203.0.113.0/24"]}, "without a reason: public_endpoint_cidrs"),
        ({"nodes": 3}, "extra"),
    ],
)
def test_refuses(settings: dict[str, Any], mistake: str) -> None:
    with pytest.raises(ValidationError, match=mistake):
        ClusterArgs.model_validate(settings)


def test_nodes_come_after_the_ways_out_of_their_subnets(cluster: Result) -> None:
    """And go before them: a node that is drained has to tell AWS, and a new one to join the cluster."""
    needed = set(cluster.of("aws:eks/nodeGroup:NodeGroup", "cluster-system").dependencies)
    kinds = {
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "aws:ec2/route:Route",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
    }
    ways = {state.urn for state in cluster.resources if state.type in kinds}
    assert {state.type for state in cluster.resources if state.urn in ways} == kinds
    assert ways <= needed
