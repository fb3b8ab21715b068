"""Karpenter is installed with its own identity, its nodes' role, and the queue that warns it."""

from __future__ import annotations

import json

import pulumi
import pytest

from components.karpenter import Karpenter
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, children, key, network, whole_cluster
from tests.harness import Result

RELEASE = "kubernetes:helm.sh/v3:Release"
PROFILE = "aws:iam/instanceProfile:InstanceProfile"
ENTRY = "aws:eks/accessEntry:AccessEntry"
ROLE = "aws:iam/role:Role"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
POLICY = "aws:iam/policy:Policy"
IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
QUEUE = "aws:sqs/queue:Queue"
CLUSTER = "aws:eks/cluster:Cluster"


@pytest.fixture(scope="module")
def karpenter(up: BringUp) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        cluster, inside = whole_cluster(network(opts), opts)
        Karpenter("karpenter", cluster=cluster, key=key("notices", opts), opts=inside)

    return up(build)


def test_children(karpenter: Result) -> None:
    assert children(karpenter, "Karpenter", "karpenter") == {
        ("strata:index:NodeRole", "karpenter-node"),
        ("strata:index:Interruptions", "karpenter-interruptions"),
        (PROFILE, "karpenter"),
        (ENTRY, "karpenter-node"),
        (ROLE, "karpenter"),
        (POLICY, "karpenter"),
        (ATTACHMENT, "karpenter"),
        (IDENTITY, "karpenter"),
        (RELEASE, "karpenter-crd"),
        (RELEASE, "karpenter"),
    }


def test_its_nodes_may_join_and_nothing_else(karpenter: Result) -> None:
    role = karpenter.outputs(ROLE, "karpenter-node")
    entry = karpenter.inputs(ENTRY, "karpenter-node")
    assert (entry["principalArn"], entry["type"]) == (role["arn"], "EC2_LINUX")
    assert entry["clusterName"] == "strata-test"
    assert karpenter.inputs(PROFILE, "karpenter")["role"] == role["name"]
    associated = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
    assert karpenter.names(associated) == {"cluster-access-deployer"}


def test_only_its_own_pods_have_its_permissions(karpenter: Result) -> None:
    identity = karpenter.inputs(IDENTITY, "karpenter")
    assert (identity["namespace"], identity["serviceAccount"]) == ("kube-system", "karpenter")
    assert identity["clusterName"] == "strata-test"
    assert identity["roleArn"] == karpenter.outputs(ROLE, "karpenter")["arn"]
    (trusted,) = json.loads(karpenter.inputs(ROLE, "karpenter")["assumeRolePolicy"])["Statement"]
    assert trusted["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert trusted["Condition"] == {
        "StringEquals": {
            "aws:SourceAccount": ACCOUNT,
            "aws:RequestTag/eks-cluster-name": "strata-test",
            "aws:RequestTag/kubernetes-namespace": "kube-system",
            "aws:RequestTag/kubernetes-service-account": "karpenter",
        }
    }


def test_its_permissions_are_for_this_cluster_these_nodes_and_this_queue(karpenter: Result) -> None:
    assert json.loads(karpenter.inputs(POLICY, "karpenter")["policy"])["Version"] == "2012-10-17"
    found = json.loads(karpenter.inputs(POLICY, "karpenter")["policy"])["Statement"]
    resources = {statement["Sid"]: statement["Resource"] for statement in found}
    assert len(resources) == len(found) == 16
    assert resources["FindCluster"] == karpenter.outputs(CLUSTER, "cluster-control-plane")["arn"]
    assert resources["GiveNodesTheirRole"] == karpenter.outputs(ROLE, "karpenter-node")["arn"]
    assert resources["ReadNotices"] == karpenter.outputs(QUEUE, "karpenter-interruptions")["arn"]
    assert resources["DecryptNotices"] == karpenter.outputs("aws:kms/key:Key", "key-notices")["arn"]


def test_the_controller_knows_its_cluster_and_its_queue(karpenter: Result) -> None:
    controller = karpenter.inputs(RELEASE, "karpenter")
    assert (controller["namespace"], controller["version"]) == ("kube-system", "1.15.0")
    assert controller["values"] == {
        "serviceAccount": {"name": "karpenter"},
        "settings": {
            "clusterName": "strata-test",
            "interruptionQueue": karpenter.outputs(QUEUE, "karpenter-interruptions")["name"],
        },
        "dnsPolicy": "Default",
    }


def test_its_kinds_have_its_own_version(karpenter: Result) -> None:
    kinds = karpenter.inputs(RELEASE, "karpenter-crd")
    assert kinds["version"] == karpenter.inputs(RELEASE, "karpenter")["version"]
    assert kinds["chart"] == "oci://public.ecr.aws/karpenter/karpenter-crd"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (RELEASE, "karpenter-crd"),
        (IDENTITY, "karpenter"),
        (ENTRY, "karpenter-node"),
        ("aws:sqs/queuePolicy:QueuePolicy", "karpenter-interruptions"),
    ],
)
def test_the_controller_starts_last(karpenter: Result, kind: str, name: str) -> None:
    assert karpenter.of(kind, name).urn in karpenter.of(RELEASE, "karpenter").dependencies


def test_outputs(karpenter: Result) -> None:
    profile = karpenter.outputs(PROFILE, "karpenter")["name"]
    assert karpenter.of("strata:index:Karpenter", "karpenter").outputs == {"instance_profile": profile}
