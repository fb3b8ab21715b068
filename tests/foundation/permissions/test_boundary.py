"""The most that any role of a stack can get: no identities, no foundation, no wider access."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from foundation import Account, Names
from foundation.permissions import boundary

NAMES = Names(
    "strata", "prod", Account(lambda _: None, "123456789012", "eu-central-1", "arn:aws:sts::123456789012:user/a")
)


def verdict(action: str, resource: str = "arn:aws:s3:::anything") -> bool:
    """Whether the boundary lets an action on a resource pass; its conditions are taken to hold."""
    found = {"Allow": False, "Deny": False}
    for one in boundary.statements(NAMES):
        actions = [one["Action"]] if isinstance(one["Action"], str) else one["Action"]
        resources = [one["Resource"]] if isinstance(one["Resource"], str) else one["Resource"]
        if any(fnmatchcase(action, each) for each in actions) and any(
            fnmatchcase(resource, each) for each in resources
        ):
            found[one["Effect"]] = True
    return found["Allow"] and not found["Deny"]


@pytest.mark.parametrize(
    "action",
    [
        "iam:CreateRole",
        "iam:PutRolePolicy",
        "iam:AttachRolePolicy",
        "iam:CreateUser",
        "iam:UpdateAssumeRolePolicy",
        "iam:PassRole",
        "kms:PutKeyPolicy",
        "s3:PutBucketPolicy",
        "eks:CreateAccessEntry",
        "lambda:CreateFunction",
        "organizations:LeaveOrganization",
    ],
)
def test_never(action: str) -> None:
    assert not verdict(action)


@pytest.mark.parametrize("action", ["s3:GetObject", "sqs:ReceiveMessage", "ec2:RunInstances", "kms:Decrypt"])
def test_what_workloads_need(action: str) -> None:
    assert verdict(action)


def test_machines_get_roles_of_gpu_nodes_alone() -> None:
    assert verdict("iam:PassRole", "arn:aws:iam::123456789012:role/gpu-karpenter-node-1")
    assert not verdict("iam:PassRole", "arn:aws:iam::123456789012:role/strata/strata-prod-deploy")


def test_the_state_is_out_of_reach() -> None:
    assert not verdict("s3:GetObject", f"arn:aws:s3:::{NAMES.state_bucket}/.pulumi/stacks/strata/prod.json")
    assert not verdict("sts:AssumeRole", NAMES.role_arn(NAMES.deploy_role))
