"""The control plane: a private API, encrypted secrets, every log, and no administrator by accident."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.control_plane import ControlPlane, ControlPlaneArgs
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, TAGS, children, key, network
from tests.harness import Result

CLUSTER = "aws:eks/cluster:Cluster"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
ROLE = "aws:iam/role:Role"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
POLICY = "aws:iam/policy:Policy"
KEY = "aws:kms/key:Key"
OPEN = {
    "public_endpoint_cidrs": ["203.0.113.0/24"],
    "deletion": "allowed",
    "log_retention_days": 30,
    "version": "1.36",
    "reasons": {"public_endpoint_cidrs": "a test", "deletion": "a test", "log_retention_days": "a test"},
}


def bring_up_control_plane(up: BringUp, settings: dict[str, Any]) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        ControlPlane(
            "plane",
            ControlPlaneArgs.model_validate(settings),
            subnet_ids=network(opts).private_subnet_ids,
            key=key("secrets", opts),
            logs_key=key("plane-logs", opts),
            opts=opts,
        )

    return up(build)


@pytest.fixture(scope="module")
def plane(up: BringUp) -> Result:
    return bring_up_control_plane(up, {})


@pytest.fixture(scope="module")
def opened(up: BringUp) -> Result:
    return bring_up_control_plane(up, OPEN)


def test_children(plane: Result) -> None:
    assert children(plane, "ControlPlane", "plane") == {
        (LOGS, "plane"),
        (ROLE, "plane"),
        (ATTACHMENT, "plane"),
        (POLICY, "plane-secrets"),
        (ATTACHMENT, "plane-secrets"),
        (CLUSTER, "plane"),
    }


def test_the_cluster_is_exactly_this(plane: Result) -> None:
    subnets = [plane.of("aws:ec2/subnet:Subnet", f"network-private-{zone}").id for zone in range(2)]
    inputs = {name: value for name, value in plane.inputs(CLUSTER, "plane").items() if name != "__defaults"}
    assert inputs == {
        "name": "strata-test",
        "version": "1.35",
        "roleArn": plane.outputs(ROLE, "plane")["arn"],
        "vpcConfig": {"subnetIds": subnets, "endpointPrivateAccess": True, "endpointPublicAccess": False},
        "accessConfig": {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False},
        "bootstrapSelfManagedAddons": False,
        "encryptionConfig": {
            "provider": {"keyArn": plane.outputs(KEY, "key-secrets")["arn"]},
            "resources": ["secrets"],
        },
        "enabledClusterLogTypes": ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        "upgradePolicy": {"supportType": "STANDARD"},
        "deletionProtection": True,
        "tagsAll": TAGS,
    }


def test_the_cluster_cannot_be_lost_by_mistake(plane: Result) -> None:
    assert plane.of(CLUSTER, "plane").protect


def test_its_logs_are_encrypted_and_kept_for_a_year(plane: Result) -> None:
    inputs = plane.inputs(LOGS, "plane")
    assert inputs["name"] == "/aws/eks/strata-test/cluster"
    assert inputs["kmsKeyId"] == plane.outputs(KEY, "key-plane-logs")["arn"]
    assert inputs["retentionInDays"] == 365


def test_only_eks_for_our_account_takes_its_role(plane: Result) -> None:
    assert json.loads(plane.inputs(ROLE, "plane")["assumeRolePolicy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "eks.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        }
    ]


def test_its_role_may_do_what_eks_needs_and_use_one_key(plane: Result) -> None:
    role = plane.outputs(ROLE, "plane")["name"]
    assert plane.inputs(ATTACHMENT, "plane")["role"] == plane.inputs(ATTACHMENT, "plane-secrets")["role"] == role
    assert plane.inputs(ATTACHMENT, "plane")["policyArn"] == "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
    assert plane.inputs(ATTACHMENT, "plane-secrets")["policyArn"] == plane.outputs(POLICY, "plane-secrets")["arn"]
    assert json.loads(plane.inputs(POLICY, "plane-secrets")["policy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
            "Resource": plane.outputs(KEY, "key-secrets")["arn"],
        }
    ]


@pytest.mark.parametrize(("kind", "name"), [(LOGS, "plane"), (ATTACHMENT, "plane"), (ATTACHMENT, "plane-secrets")])
def test_the_cluster_waits_for_its_logs_and_its_rights(plane: Result, kind: str, name: str) -> None:
    assert plane.of(kind, name).urn in plane.of(CLUSTER, "plane").dependencies


def test_outputs(plane: Result) -> None:
    endpoint = plane.outputs(CLUSTER, "plane")["endpoint"]
    assert plane.of("strata:index:ControlPlane", "plane").outputs == {"endpoint": endpoint}


def test_only_named_networks_reach_an_api_that_is_opened(opened: Result) -> None:
    reach = opened.inputs(CLUSTER, "plane")["vpcConfig"]
    assert reach["endpointPublicAccess"] is True
    assert reach["publicAccessCidrs"] == ["203.0.113.0/24"]
    assert reach["endpointPrivateAccess"] is True


def test_what_may_be_chosen(opened: Result) -> None:
    cluster = opened.of(CLUSTER, "plane")
    assert not cluster.protect
    assert cluster.inputs["deletionProtection"] is False
    assert cluster.inputs["version"] == "1.36"
    assert opened.inputs(LOGS, "plane")["retentionInDays"] == 30


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        ({"public_endpoint_cidrs": ["203.0.113.0/24"]}, "without a reason: public_endpoint_cidrs"),
        ({"deletion": "allowed"}, "without a reason: deletion"),
        ({"log_retention_days": 180}, "without a reason: log_retention_days"),
        (OPEN | {"public_endpoint_cidrs": ["0.0.0.0/0"]}, "got 0.0.0.0/0, the whole internet"),
        (OPEN | {"public_endpoint_cidrs": ["203.0.113.7/24"]}, "not a valid IPv4 network"),
        ({"version": "1.29"}, "version"),
    ],
)
def test_refuses(settings: dict[str, Any], mistake: str) -> None:
    with pytest.raises(ValidationError, match=mistake):
        ControlPlaneArgs.model_validate(settings)
