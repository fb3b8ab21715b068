"""IAM as the sandbox completes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.server import AwsServer

NODES = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
        ],
    }
)
NOTHING = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})


def test_awss_own_policies_are_there_and_count_attachments_anew_after_a_reset(
    aws_client: Callable[..., Any], aws_server: AwsServer
) -> None:
    iam = aws_client("iam")
    for _ in range(2):
        iam.create_role(RoleName="nodes", AssumeRolePolicyDocument=TRUST)
        assert iam.get_policy(PolicyArn=NODES)["Policy"]["AttachmentCount"] == 0
        iam.attach_role_policy(RoleName="nodes", PolicyArn=NODES)
        assert iam.get_policy(PolicyArn=NODES)["Policy"]["AttachmentCount"] == 1
        aws_server.reset()


def test_a_policy_that_somebody_has_stays(aws_client: Callable[..., Any]) -> None:
    iam = aws_client("iam")
    iam.create_role(RoleName="nodes", AssumeRolePolicyDocument=TRUST)
    policy = iam.create_policy(PolicyName="nothing", PolicyDocument=NOTHING)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="nodes", PolicyArn=policy)
    with pytest.raises(ClientError, match="DeleteConflict"):
        iam.delete_policy(PolicyArn=policy)
    iam.detach_role_policy(RoleName="nodes", PolicyArn=policy)
    iam.delete_policy(PolicyArn=policy)
    with pytest.raises(ClientError, match="NoSuchEntity"):
        iam.get_policy(PolicyArn=policy)


def test_a_role_with_policies_or_a_profile_stays(aws_client: Callable[..., Any]) -> None:
    iam = aws_client("iam")
    iam.create_role(RoleName="nodes", AssumeRolePolicyDocument=TRUST)
    iam.put_role_policy(RoleName="nodes", PolicyName="nothing", PolicyDocument=NOTHING)
    with pytest.raises(ClientError, match="DeleteConflict"):
        iam.delete_role(RoleName="nodes")
    iam.delete_role_policy(RoleName="nodes", PolicyName="nothing")
    iam.create_instance_profile(InstanceProfileName="nodes")
    iam.add_role_to_instance_profile(InstanceProfileName="nodes", RoleName="nodes")
    with pytest.raises(ClientError, match="DeleteConflict"):
        iam.delete_role(RoleName="nodes")


def test_an_instance_profiles_tags_are_listed(aws_client: Callable[..., Any]) -> None:
    iam, tags = aws_client("iam"), [{"Key": "team", "Value": "ml"}]
    iam.create_instance_profile(InstanceProfileName="nodes", Tags=tags)
    assert iam.list_instance_profile_tags(InstanceProfileName="nodes")["Tags"] == tags
    iam.untag_instance_profile(InstanceProfileName="nodes", TagKeys=["team"])
    assert iam.list_instance_profile_tags(InstanceProfileName="nodes")["Tags"] == []


def test_an_identity_providers_audiences_come_and_go(aws_client: Callable[..., Any]) -> None:
    iam = aws_client("iam")
    name = {
        "OpenIDConnectProviderArn": iam.create_open_id_connect_provider(
            Url="https://token.example.com", ClientIDList=["sts.amazonaws.com"]
        )["OpenIDConnectProviderArn"]
    }

    def audiences() -> list[str]:
        return sorted(iam.get_open_id_connect_provider(**name)["ClientIDList"])

    for _ in range(2):  # adding what is there already is fine
        iam.add_client_id_to_open_id_connect_provider(**name, ClientID="strata")
    assert audiences() == ["strata", "sts.amazonaws.com"]
    for _ in range(2):
        iam.remove_client_id_from_open_id_connect_provider(**name, ClientID="sts.amazonaws.com")
    assert audiences() == ["strata"]
