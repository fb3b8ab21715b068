"""What the roles of pipelines may do: enough for the platform's stacks, little enough for the project's own rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine import Operation
from foundation import Account, Names
from foundation.documents import POLICY_CHARACTERS_MAX, Statement, document
from foundation.guard import statements as guarded
from foundation.permissions import boundary, compiled
from policies.catalogue import all_rules
from policies.evaluator import evaluate
from policies.inputs.records import stack_of
from sandbox.providers.aws import session
from tests.stacks.conftest import Platform, platform

__all__ = ["platform"]

FOLDER = Path(compiled.__file__).parent
KEY = "arn:aws-us-gov:kms:ap-southeast-2:123456789012:key/mrk-00000000000000000000000000000000"
NAMES = Names(
    "strata-platform",
    "staging",
    Account(lambda _: None, "123456789012", "ap-southeast-2", "arn:aws-us-gov:sts::123456789012:assumed-role/a/b"),
)
"""Long ones: what they are put into must still not be too long."""
GRANTS = {
    f"{role}-{part}": statements
    for role, compile_ in (("deploy", compiled.deploying), ("preview", compiled.previewing))
    for part, statements in compile_(NAMES, KEY).items()
}
LIMITS = {"guard": guarded(NAMES), "boundary": boundary.statements(NAMES)}
OTHERWISE_NAMED = {
    "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
    "s3:DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:PutBucketNotificationConfiguration": "s3:PutBucketNotification",
    "s3:PutObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
}
"""Requests whose permission has another name. Source: the service authorization reference of Amazon S3."""


@pytest.mark.parametrize("name", [*GRANTS, *LIMITS])
def test_a_policy_is_not_too_long(name: str) -> None:
    assert len(document({**GRANTS, **LIMITS}[name])) <= POLICY_CHARACTERS_MAX


def test_a_role_carries_no_more_policies_than_iam_lets_it() -> None:
    assert len([name for name in GRANTS if name.startswith("deploy")]) + 1 <= 10


def test_every_statement_has_a_name_of_its_own_and_a_reason() -> None:
    for file in FOLDER.glob("*.yaml"):
        for part, written in yaml.safe_load(file.read_text()).items():
            assert len({one["sid"] for one in written}) == len(written), part
            assert [one["sid"] for one in written if len(one["why"]) <= 20] == []


def test_no_rule_of_iam_is_violated() -> None:
    """The boundary is none of them: it gives nothing, it is only the most that anything else can give."""
    guard = {"guard": LIMITS["guard"]}
    records = [
        {"type": "aws:iam/policy:Policy", "name": name, "properties": {"policy": document(statements)}}
        for name, statements in {**GRANTS, **guard}.items()
    ]
    rules = [one for one in all_rules() if one.name.startswith(("iam-", "kms-"))]
    assert len(rules) > 15
    assert evaluate(stack_of(records, "here"), rules).reported == []


def test_the_rules_would_see_a_wider_policy() -> None:
    statement = {"Sid": "X", "Effect": "Allow", "Action": ["iam:*"], "Resource": "*"}
    records = [{"type": "aws:iam/policy:Policy", "name": "x", "properties": {"policy": document([statement])}}]
    assert evaluate(stack_of(records, "here"), all_rules()).reported != []


def allowing(action: str, statements: list[Statement]) -> Iterator[Statement]:
    """The statements that allow an action, at least on something."""
    for one in statements:
        if any(fnmatchcase(action.lower(), pattern.lower()) for pattern in one["Action"]):
            yield one


def everything(role: str) -> list[Statement]:
    """All that a role's policies say."""
    return [one for name, statements in GRANTS.items() if name.startswith(role) for one in statements]


@pytest.mark.parametrize("action", ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"])
def test_roles_are_made_within_the_boundary_alone(action: str) -> None:
    found = list(allowing(action, everything("deploy")))
    assert found
    for one in found:
        assert one["Condition"]["StringEquals"] == {
            "iam:PermissionsBoundary": NAMES.policy_arn("strata-platform-staging-boundary")
        }
        assert "*" not in one["Resource"]


def test_roles_are_passed_to_the_services_that_they_are_made_for() -> None:
    (one,) = allowing("iam:PassRole", everything("deploy"))
    assert "*" not in one["Resource"]
    assert "lambda.amazonaws.com" not in one["Condition"]["StringEquals"]["iam:PassedToService"]


@pytest.mark.parametrize(
    "action",
    [
        "iam:DeleteRolePermissionsBoundary",
        "iam:CreateUser",
        "iam:CreateAccessKey",
        "iam:CreateOpenIDConnectProvider",
        "s3:PutAccountPublicAccessBlock",
        "secretsmanager:GetSecretValue",
        "sts:AssumeRole",
        "organizations:LeaveOrganization",
    ],
)
def test_a_deployment_may_not(action: str) -> None:
    assert list(allowing(action, everything("deploy"))) == []


def test_a_preview_only_reads() -> None:
    reading = ("Describe", "Get", "List", "Decrypt")
    actions = {action for one in everything("preview") for action in one["Action"]}
    assert {action for action in actions if not action.partition(":")[2].startswith(reading)} == set()
    for one in everything("preview"):
        if {"s3:GetObject", "kms:Decrypt", "ssm:GetParameter"} & set(one["Action"]):
            assert "*" not in one["Resource"]


@pytest.mark.parametrize("role", ["deploy", "preview"])
def test_neither_reads_old_versions_of_the_state_or_takes_them_away(role: str) -> None:
    state = f"arn:aws-us-gov:s3:::{NAMES.state_bucket}"
    for one in everything(role):
        if any(resource.startswith(state) for resource in one["Resource"]):
            assert not any("Version" in action for action in one["Action"])


MADE_BY_NAME = {
    "aws:ecr/repository:Repository": "ecr:CreateRepository",
    "aws:eks/cluster:Cluster": "eks:CreateCluster",
    "aws:iam/instanceProfile:InstanceProfile": "iam:CreateInstanceProfile",
    "aws:iam/policy:Policy": "iam:CreatePolicy",
    "aws:iam/role:Role": "iam:CreateRole",
    "aws:kms/alias:Alias": "kms:CreateAlias",
    "aws:s3/bucket:Bucket": "s3:CreateBucket",
}
"""What may only be made with certain names, and what that takes."""


def misnamed(platform: Platform, stack: str) -> list[str]:
    """What of a stack the deploying role may not make, going by its name."""
    account = Account(lambda _: None, "123456789012", "eu-central-1", "arn:aws:sts::123456789012:user/a")
    statements = [one for part in compiled.deploying(Names("strata", stack, account), KEY).values() for one in part]
    named = [(one.type, str(one.outputs["arn"])) for one in platform.resources(stack) if one.type in MADE_BY_NAME]
    assert {type_ for type_, _ in named} == set(MADE_BY_NAME)
    return [
        arn
        for type_, arn in named
        if not any(
            fnmatchcase(arn, pattern)
            for one in allowing(MADE_BY_NAME[type_], statements)
            for pattern in one["Resource"]
            if pattern != "*"
        )
    ]


@pytest.mark.slow
def test_the_platform_comes_up_and_goes_with_these_permissions(
    platform: Platform,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every kind of request that the sandbox sees while dev lives. Its conditions and resources only AWS could try."""
    asked: set[str] = set()
    prepare = session.prepare

    def prepared(client: Any) -> None:
        prepare(client)
        service = client.meta.service_model.service_name
        client.meta.events.register("before-call", lambda model, **_: asked.add(f"{service}:{model.name}"))

    monkeypatch.setattr(session, "prepare", prepared)
    session._connections.cache_clear()
    platform(Operation.UP, "dev")
    assert misnamed(platform, "dev") == []
    platform(Operation.REFRESH, "dev")
    platform(Operation.DESTROY, "dev", config={"strata:override": json.dumps({"deletion": "the end of a test"})})
    session._connections.cache_clear()
    assert len(asked) > 150
    actions = {OTHERWISE_NAMED.get(one, one) for one in asked}
    assert {action for action in actions if not any(allowing(action, everything("deploy")))} == set()
