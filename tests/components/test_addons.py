"""Add-ons: pinned for each version of Kubernetes, each with the permissions written for it and no more."""

from __future__ import annotations

import json
import re

import pulumi
import pytest

from components.addons import (
    DNS,
    NETWORK,
    ON_EVERY_NODE,
    ON_SOME_NODE,
    POD_IDENTITY,
    PROXY,
    VOLUMES,
    Addon,
    Addons,
    KubernetesVersion,
)
from sandbox.aws.emulated.eks.catalogue import ADDONS, VERSIONS
from tests.components.conftest import BringUp
from tests.components.surroundings import CLUSTER, children, eks_cluster, key, network
from tests.harness import Result

ADDON = "aws:eks/addon:Addon"
ROLE = "aws:iam/role:Role"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
POLICY = "aws:iam/policy:Policy"
EVERY = (*ON_EVERY_NODE, *ON_SOME_NODE)
PINNED = {
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "vpc-cni": "v1.21.1-eksbuild.8",
    "kube-proxy": "v1.35.3-eksbuild.5",
    "coredns": "v1.14.2-eksbuild.4",
    "aws-ebs-csi-driver": "v1.59.0-eksbuild.1",
}
IDENTITIES = {
    "vpc-cni": ("aws-node", "AmazonEKS_CNI_Policy"),
    "aws-ebs-csi-driver": ("ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicy"),
}


@pytest.fixture(scope="module")
def addons(up: BringUp) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        cluster = eks_cluster(network(opts), opts)
        Addons(
            "addons",
            EVERY,
            version=KubernetesVersion.V1_35,
            cluster=cluster,
            key=key("volumes", opts),
            opts=opts,
        )

    return up(build)


def test_children(addons: Result) -> None:
    expected = {(ADDON, f"addons-{addon}") for addon in PINNED}
    expected |= {(kind, f"addons-{addon}") for kind in (ROLE, ATTACHMENT) for addon in IDENTITIES}
    expected |= {(kind, "addons-aws-ebs-csi-driver-key") for kind in (POLICY, ATTACHMENT)}
    assert children(addons, "Addons", "addons") == expected


@pytest.mark.parametrize("addon", PINNED)
def test_an_addon_is_pinned_and_ours_to_configure(addons: Result, addon: str) -> None:
    inputs = addons.inputs(ADDON, f"addons-{addon}")
    assert (inputs["clusterName"], inputs["addonName"]) == (CLUSTER, addon)
    assert inputs["addonVersion"] == PINNED[addon]
    # What somebody changed in the cluster by hand does not stay.
    assert inputs["resolveConflictsOnCreate"] == inputs["resolveConflictsOnUpdate"] == "OVERWRITE"


def test_network_policies_are_enforced(addons: Result) -> None:
    configured = {addon for addon in PINNED if "configurationValues" in addons.inputs(ADDON, f"addons-{addon}")}
    assert configured == {"vpc-cni"}
    values = json.loads(addons.inputs(ADDON, "addons-vpc-cni")["configurationValues"])
    assert values == {"enableNetworkPolicy": "true"}


@pytest.mark.parametrize("addon", IDENTITIES)
def test_an_addon_that_calls_aws_has_a_role_of_its_own(addons: Result, addon: str) -> None:
    account, policy = IDENTITIES[addon]
    role = addons.outputs(ROLE, f"addons-{addon}")
    (identity,) = addons.inputs(ADDON, f"addons-{addon}")["podIdentityAssociations"]
    assert identity == {"roleArn": role["arn"], "serviceAccount": account}
    granted = addons.inputs(ATTACHMENT, f"addons-{addon}")
    assert granted == {"role": role["name"], "policyArn": f"arn:aws:iam::aws:policy/{policy}"}
    (trusted,) = json.loads(addons.inputs(ROLE, f"addons-{addon}")["assumeRolePolicy"])["Statement"]
    whose = trusted["Condition"]["StringEquals"]
    assert whose["aws:RequestTag/kubernetes-namespace"] == "kube-system"
    assert whose["aws:RequestTag/kubernetes-service-account"] == account
    assert whose["aws:RequestTag/eks-cluster-name"] == CLUSTER


@pytest.mark.parametrize("addon", sorted(PINNED.keys() - IDENTITIES.keys()))
def test_the_others_have_none(addons: Result, addon: str) -> None:
    assert not addons.inputs(ADDON, f"addons-{addon}").get("podIdentityAssociations")


def test_no_addon_starts_before_its_permissions(addons: Result) -> None:
    driver = addons.of(ADDON, "addons-aws-ebs-csi-driver").dependencies
    for name in ("addons-aws-ebs-csi-driver", "addons-aws-ebs-csi-driver-key"):
        assert addons.of(ATTACHMENT, name).urn in driver
    assert addons.of(ATTACHMENT, "addons-vpc-cni").urn in addons.of(ADDON, "addons-vpc-cni").dependencies


def test_the_volume_driver_uses_our_key_and_grants_it_to_aws_alone(addons: Result) -> None:
    arn = addons.outputs("aws:kms/key:Key", "key-volumes")["arn"]
    statements = json.loads(addons.inputs(POLICY, "addons-aws-ebs-csi-driver-key")["policy"])["Statement"]
    assert statements == [
        {
            "Effect": "Allow",
            "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
            "Resource": arn,
        },
        {
            "Effect": "Allow",
            "Action": "kms:CreateGrant",
            "Resource": arn,
            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
    ]


def test_outputs(addons: Result) -> None:
    assert addons.of("strata:index:Addons", "addons").outputs == {"versions": PINNED}


def test_what_a_node_needs_comes_before_it_and_what_needs_a_node_after() -> None:
    assert ON_EVERY_NODE == (POD_IDENTITY, NETWORK, PROXY)
    assert ON_SOME_NODE == (DNS, VOLUMES)


@pytest.mark.parametrize("version", KubernetesVersion)
@pytest.mark.parametrize("addon", EVERY, ids=lambda addon: addon.name)
def test_every_version_of_kubernetes_has_its_exact_version_of_an_addon(
    addon: Addon, version: KubernetesVersion
) -> None:
    assert re.fullmatch(r"v\d+\.\d+\.\d+-eksbuild\.\d+", addon.versions[version])
    assert version in ADDONS[addon.name][addon.versions[version]]


def test_the_proxy_follows_kubernetes() -> None:
    assert all(PROXY.versions[version].startswith(f"v{version}.") for version in KubernetesVersion)


def test_the_versions_of_kubernetes_are_those_the_sandbox_offers() -> None:
    assert {version.value for version in KubernetesVersion} == set(VERSIONS)
