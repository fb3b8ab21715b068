"""What policies allow, as IAM's simulator tells it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.simulation import simulate

ALLOW = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
DENY = {"Effect": "Deny", "Action": ["s3:DeleteBucket"], "Resource": "arn:aws:s3:::kept*"}
TAGGED = {**ALLOW, "Action": "sqs:*", "Condition": {"StringEquals": {"aws:RequestTag/a": "b", "aws:RequestTag/c": "d"}}}


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def decision(action: str, resource: str = "*", *policies: dict[str, Any]) -> str:
    return str(simulate(policies, action, resource)["EvalDecision"])


def test_nothing_is_allowed_without_a_policy() -> None:
    assert decision("s3:ListBucket") == "implicitDeny"
    assert decision("sqs:SendMessage", "*", policy(ALLOW)) == "implicitDeny"


def test_a_denial_counts_for_more_than_what_allows_in_whatever_order() -> None:
    for statements in ((ALLOW, DENY), (DENY, ALLOW)):
        whole, apart = (policy(*statements),), [policy(one) for one in statements]
        for policies in (whole, apart):
            assert decision("s3:DeleteBucket", "arn:aws:s3:::kept-1", *policies) == "explicitDeny"
            assert decision("s3:DeleteBucket", "arn:aws:s3:::other", *policies) == "allowed"


def test_a_single_statement_needs_no_list() -> None:
    assert decision("s3:ListBucket", "*", {"Statement": ALLOW}) == "allowed"


def test_a_condition_is_not_decided_and_its_keys_are_named() -> None:
    told = simulate([policy(TAGGED)], "sqs:CreateQueue", "*")
    assert told["EvalDecision"] == "implicitDeny"
    assert told["MissingContextValues"] == ["aws:RequestTag/a", "aws:RequestTag/c"]
    assert simulate([policy(TAGGED)], "s3:ListBucket", "*")["MissingContextValues"] == []


def test_a_user_is_allowed_what_its_policies_and_those_of_its_groups_allow(aws_client: Callable[..., Any]) -> None:
    iam = aws_client("iam")
    iam.create_user(UserName="ada")
    iam.create_group(GroupName="readers")
    iam.add_user_to_group(UserName="ada", GroupName="readers")
    iam.put_user_policy(UserName="ada", PolicyName="own", PolicyDocument=json.dumps(policy(ALLOW)))
    iam.put_group_policy(GroupName="readers", PolicyName="theirs", PolicyDocument=json.dumps(policy(DENY)))
    iam.attach_group_policy(GroupName="readers", PolicyArn="arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess")
    told = simulated(iam, "arn:aws:iam::123456789012:user/ada")
    assert told == {"s3:DeleteBucket": "explicitDeny", "sqs:ListQueues": "allowed", "ec2:RunInstances": "implicitDeny"}


def test_a_role_is_found_by_its_name_whatever_its_path(aws_client: Callable[..., Any]) -> None:
    iam = aws_client("iam")
    arn = iam.create_role(Path="/ci/", RoleName="deployer", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    iam.put_role_policy(RoleName="deployer", PolicyName="own", PolicyDocument=json.dumps(policy(ALLOW)))
    iam.attach_role_policy(RoleName="deployer", PolicyArn="arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess")
    told = simulated(iam, arn)
    assert told == {"s3:DeleteBucket": "allowed", "sqs:ListQueues": "allowed", "ec2:RunInstances": "implicitDeny"}


def test_the_resource_is_every_one_unless_it_is_named(aws_client: Callable[..., Any]) -> None:
    iam = aws_client("iam")
    arn = iam.create_user(UserName="ada")["User"]["Arn"]
    (told,) = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"])["EvaluationResults"]
    assert told["EvalResourceName"] == "*"


@pytest.mark.parametrize(
    ("arn", "code"), [("user/bob", "NoSuchEntity"), ("role/x", "NoSuchEntity"), ("group/x", "ValidationError")]
)
def test_who_is_nobody(aws_client: Callable[..., Any], arn: str, code: str) -> None:
    with pytest.raises(ClientError, match=code):
        aws_client("iam").simulate_principal_policy(
            PolicySourceArn=f"arn:aws:iam::123456789012:{arn}", ActionNames=["s3:GetObject"]
        )


def simulated(iam: Any, arn: str) -> dict[str, str]:
    told = iam.simulate_principal_policy(
        PolicySourceArn=arn,
        ActionNames=["s3:DeleteBucket", "sqs:ListQueues", "ec2:RunInstances"],
        ResourceArns=["arn:aws:s3:::kept-1"],
    )
    return {one["EvalActionName"]: one["EvalDecision"] for one in told["EvaluationResults"]}
