"""Whatever somebody changes is named, in terms of what was changed, and mended; nothing else is touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from foundation import Change
from sandbox.aws.server import AwsServer
from tests.foundation.conftest import Place

OPEN = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Everyone", "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}],
}
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


class Drift(NamedTuple):
    """A change that somebody makes, what it is called, and what of it is told."""

    kind: str
    aspect: str
    told: str
    change: Callable[[Place], Any]


def s3(operation: str, bucket: str = "state", **arguments: Any) -> Callable[[Place], Any]:
    """A request about one of the buckets."""

    def ask(place: Place) -> Any:
        names = place.names()
        name = names.state_bucket if bucket == "state" else names.log_bucket
        return getattr(place.client("s3"), operation)(Bucket=name, **arguments)

    return ask


def iam(operation: str, **arguments: Any) -> Callable[[Place], Any]:
    """A request to IAM."""
    return lambda place: getattr(place.client("iam"), operation)(**arguments)


def kms(operation: str, **arguments: Any) -> Callable[[Place], Any]:
    """A request about the key."""

    def ask(place: Place) -> Any:
        keys = place.client("kms")
        key = keys.describe_key(KeyId=place.names().key_alias)["KeyMetadata"]["KeyId"]
        return getattr(keys, operation)(KeyId=key, **arguments)

    return ask


def budgets(operation: str, **arguments: Any) -> Callable[[Place], Any]:
    """A request about the budget."""

    def ask(place: Place) -> Any:
        return getattr(place.client("budgets"), operation)(AccountId=place.names().account.number, **arguments)

    return ask


def ec2(operation: str, **arguments: Any) -> Callable[[Place], Any]:
    """A request to EC2."""
    return lambda place: getattr(place.client("ec2"), operation)(**arguments)


def policy_replaced(place: Place) -> None:
    """Allow everything in the policy of the network."""
    everything = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
    for _ in range(4):  # IAM keeps five versions: the next one needs room
        place.client("iam").create_policy_version(
            PolicyArn=place.names().policy_arn("strata-prod-deploy-network"),
            PolicyDocument=everything,
            SetAsDefault=True,
        )


def provider(operation: str, **arguments: Any) -> Callable[[Place], Any]:
    """A request about the identity provider."""
    arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
    return iam(operation, OpenIDConnectProviderArn=arn, **arguments)


def blocks_lifted(place: Place) -> None:
    """Let buckets of the account be public."""
    place.client("s3control").put_public_access_block(
        AccountId=place.names().account.number,
        PublicAccessBlockConfiguration={"BlockPublicAcls": True, "IgnorePublicAcls": True},
    )


FORECAST = {
    "NotificationType": "FORECASTED",
    "ComparisonOperator": "GREATER_THAN",
    "Threshold": 100.0,
    "ThresholdType": "PERCENTAGE",
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
}
STATE, LOGS, KEY, ROLE, BUDGET = "state bucket", "access log bucket", "key", "role", "budget"
DRIFTS = [
    Drift(
        STATE,
        "versioning",
        "Suspended → Enabled",
        s3("put_bucket_versioning", VersioningConfiguration={"Status": "Suspended"}),
    ),
    Drift(
        STATE,
        "public access block",
        "BlockPublicAcls: not set → on, IgnorePublicAcls: not set → on, BlockPublicPolicy: not set → on, "
        "RestrictPublicBuckets: not set → on",
        s3("delete_public_access_block"),
    ),
    Drift(
        STATE,
        "object ownership",
        "ObjectWriter → BucketOwnerEnforced",
        s3("put_bucket_ownership_controls", OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}),
    ),
    Drift(
        STATE,
        "encryption",
        "algorithm: AES256 → aws:kms",
        s3(
            "put_bucket_encryption",
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
        ),
    ),
    Drift(STATE, "policy", "RefusePlainHttp: not set → set", s3("delete_bucket_policy")),
    Drift(STATE, "policy", "Everyone: set → not set", s3("put_bucket_policy", Policy=json.dumps(OPEN))),
    Drift(STATE, "lifecycle", "old versions: not set → 90", s3("delete_bucket_lifecycle")),
    Drift(STATE, "access logs", "bucket: not set → strata-prod-", s3("put_bucket_logging", BucketLoggingStatus={})),
    Drift(STATE, "tags", "strata:bootstrap: not set → prod", s3("delete_bucket_tagging")),
    Drift(
        LOGS,
        "versioning",
        "Suspended → Enabled",
        s3("put_bucket_versioning", "logs", VersioningConfiguration={"Status": "Suspended"}),
    ),
    Drift(LOGS, "policy", "TakeAccessLogs: not set → set", s3("delete_bucket_policy", "logs")),
    Drift(LOGS, "lifecycle", "objects: not set → 365", s3("delete_bucket_lifecycle", "logs")),
    Drift(LOGS, "public access block", "BlockPublicAcls: not set → on", s3("delete_public_access_block", "logs")),
    Drift(KEY, "state", "Disabled → Enabled", kms("disable_key")),
    Drift(KEY, "state", "PendingDeletion → Enabled", kms("schedule_key_deletion", PendingWindowInDays=7)),
    Drift(KEY, "rotation", "enabled: off → on", kms("disable_key_rotation")),
    Drift(KEY, "rotation", "days: 100 → 365", kms("enable_key_rotation", RotationPeriodInDays=100)),
    Drift(
        KEY, "policy", "Everyone: set → not set", kms("put_key_policy", PolicyName="default", Policy=json.dumps(OPEN))
    ),
    Drift(KEY, "tags", "strata:bootstrap: not set → prod", kms("untag_resource", TagKeys=["strata:bootstrap"])),
    Drift("policy", "statements", "MakeNetworks: not set → set", policy_replaced),
    Drift(
        "identity provider",
        "audience",
        "not set → sts.amazonaws.com",
        provider("remove_client_id_from_open_id_connect_provider", ClientID="sts.amazonaws.com"),
    ),
    Drift(
        "identity provider",
        "needed by",
        "not set → strata-prod",
        provider("untag_open_id_connect_provider", TagKeys=["strata:environment/strata-prod"]),
    ),
    Drift(
        ROLE,
        "trust",
        "TokensOfTheRepository: not set → set",
        iam("update_assume_role_policy", RoleName="strata-prod-deploy", PolicyDocument=json.dumps(TRUST)),
    ),
    Drift(
        ROLE,
        "policies",
        f"{ADMIN}: attached → not set",
        iam("attach_role_policy", RoleName="strata-prod-preview", PolicyArn=ADMIN),
    ),
    Drift(
        ROLE,
        "inline policies",
        "mine → not set",
        iam("put_role_policy", RoleName="strata-prod-deploy", PolicyName="mine", PolicyDocument=json.dumps(OPEN)),
    ),
    Drift(
        ROLE,
        "longest session (s)",
        "43200 → 3600",
        iam("update_role", RoleName="strata-prod-deploy", MaxSessionDuration=43200),
    ),
    Drift(
        ROLE,
        "tags",
        "strata:bootstrap: not set → prod",
        iam("untag_role", RoleName="strata-prod-deploy", TagKeys=["strata:bootstrap"]),
    ),
    Drift(
        BUDGET,
        "limit (USD a month)",
        "9000.00 → 1000.00",
        budgets(
            "update_budget",
            NewBudget={
                "BudgetName": "strata-prod",
                "BudgetType": "COST",
                "TimeUnit": "MONTHLY",
                "BudgetLimit": {"Amount": "9000", "Unit": "USD"},
            },
        ),
    ),
    Drift(
        BUDGET,
        "alerts",
        "100 % forecast: not set → ops@example.com",
        budgets("delete_notification", BudgetName="strata-prod", Notification=FORECAST),
    ),
    Drift("S3 public access block", "public-policies-refused", "off → on", blocks_lifted),
    Drift("EBS encryption", "by-default", "off → on", ec2("disable_ebs_encryption_by_default")),
    Drift(
        "instance metadata defaults",
        "tokens",
        "optional → required",
        ec2("modify_instance_metadata_defaults", HttpTokens="optional"),
    ),
    Drift(
        "ECR scanning",
        "images:*",
        "not set → SCAN_ON_PUSH",
        lambda place: place.client("ecr").put_registry_scanning_configuration(scanType="BASIC", rules=[]),
    ),
]


@pytest.fixture(scope="module")
def made(aws_server: AwsServer) -> Place:
    """A foundation that is as it should be, and is again after each test."""
    aws_server.reset()
    place = Place(aws_server)
    list(place.foundation().apply())
    assert place.foundation().look() == []
    return place


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: f"{drift.kind} {drift.aspect} {drift.told}"[:60])
def test_what_somebody_changed_is_named_and_mended(made: Place, drift: Drift) -> None:
    drift.change(made)
    found = made.foundation().look()
    about = [one for one in found if (one.kind, one.aspect) == (drift.kind, drift.aspect)]
    assert [one.change for one in about] == [Change.REPAIR]
    assert drift.told in about[0].told()
    assert {one.kind for one in found} == {drift.kind}
    assert list(made.foundation().apply()) == found
    assert made.foundation().look() == []


@pytest.mark.parametrize(
    ("kind", "remove"),
    [
        ("budget", budgets("delete_budget", BudgetName="strata-prod")),
        ("identity provider", provider("delete_open_id_connect_provider")),
    ],
)
def test_what_somebody_deleted_is_made_again(made: Place, kind: str, remove: Callable[[Place], Any]) -> None:
    remove(made)
    assert [(one.change, one.kind) for one in made.foundation().look()] == [(Change.CREATE, kind)]
    list(made.foundation().apply())
    assert made.foundation().look() == []


def test_what_others_added_stays(made: Place) -> None:
    """Tags and lifecycle rules that are not ours."""
    bucket, storage = made.names().state_bucket, made.client("s3")
    tags = storage.get_bucket_tagging(Bucket=bucket)["TagSet"]
    storage.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [*tags, {"Key": "theirs", "Value": "1"}]})
    rules = storage.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    theirs = {"ID": "theirs", "Status": "Enabled", "Filter": {"Prefix": "x/"}, "Expiration": {"Days": 3}}
    storage.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [theirs, *rules]})
    assert made.foundation().look() == []
    changed = made.foundation(state_versions_days=30)
    assert [(one.aspect, one.told()) for one in changed.look()] == [("lifecycle", "old versions: 90 → 30")]
    list(changed.apply())
    kept = storage.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert [rule["ID"] for rule in kept] == ["theirs", "strata"]
    assert {"Key": "theirs", "Value": "1"} in storage.get_bucket_tagging(Bucket=bucket)["TagSet"]
    list(made.foundation().apply())
