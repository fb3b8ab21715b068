"""A bucket is private, encrypted, versioned, TLS-only and logged, whatever its owner forgets."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from components.bucket import bucket
from components.retention import LockMode, ObjectLock, Retention
from tests.components.surroundings import bring_up, key
from tests.harness import Deployer, Result

BUCKET = "aws:s3/bucket:Bucket"
SUFFIXES = {
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "public-access",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "ownership",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "encryption",
    "aws:s3/bucketVersioning:BucketVersioning": "versioning",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "lifecycle",
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:s3/bucketNotification:BucketNotification": "events",
}
LOGGING = "aws:s3/bucketLogging:BucketLogging"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        logs = bucket(
            "logs",
            key=None,
            retention=Retention(expire_days=30),
            statements=_log_delivery,
            force_destroy=True,
            opts=opts,
        )
        bucket("data", key=key("data", opts), retention=Retention(), log_bucket=logs, opts=opts)
        lock = ObjectLock(days=7, mode=LockMode.COMPLIANCE)
        retention = Retention(noncurrent_days=5, tiering_days=10, expire_days=20, lock=lock)
        bucket("locked", key=key("locked", opts), retention=retention, statements=_more, opts=opts)

    return bring_up(deploy_once, build)


def _more(arn: pulumi.Output[str]) -> list[dict[str, Any]]:
    return [{"Sid": "More", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObjectAcl", "Resource": arn}]


def _log_delivery(arn: pulumi.Output[str]) -> list[dict[str, Any]]:
    delivery = {"Service": "logging.s3.amazonaws.com"}
    objects = pulumi.Output.concat(arn, "/*")
    return [{"Effect": "Allow", "Principal": delivery, "Action": "s3:PutObject", "Resource": objects}]


def side(made: Result, suffix: str, name: str = "data") -> dict[str, Any]:
    type_ = next(type_ for type_, known in SUFFIXES.items() if known == suffix)
    return made.inputs(type_, f"{name}-{suffix}")


def test_every_bucket_has_everything_that_makes_it_safe(made: Result) -> None:
    assert made.names(BUCKET) == {"logs", "data", "locked"}
    for type_, suffix in SUFFIXES.items():
        assert made.names(type_) == {f"logs-{suffix}", f"data-{suffix}", f"locked-{suffix}"}
    assert made.names(LOGGING) == {"data-logging"}
    assert made.names(LOCK) == {"locked-lock"}


def test_what_is_written_is_announced(made: Result) -> None:
    assert side(made, "events") == {"bucket": made.of(BUCKET, "data").id, "eventbridge": True}


def test_no_public_access_of_any_kind(made: Result) -> None:
    block = side(made, "public-access")
    switches = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert {switch: block[switch] for switch in switches} == dict.fromkeys(switches, True)


def test_access_is_decided_by_policies_alone(made: Result) -> None:
    assert side(made, "ownership")["rule"] == {"objectOwnership": "BucketOwnerEnforced"}


def test_objects_are_encrypted_with_the_key_given(made: Result) -> None:
    (rule,) = side(made, "encryption")["rules"]
    assert rule == {
        "applyServerSideEncryptionByDefault": {
            "sseAlgorithm": "aws:kms",
            "kmsMasterKeyId": made.outputs("aws:kms/key:Key", "key-data")["arn"],
        },
        "bucketKeyEnabled": True,
    }


def test_without_a_key_s3_encrypts_with_its_own(made: Result) -> None:
    (rule,) = side(made, "encryption", "logs")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_replaced_and_deleted_objects_can_be_brought_back(made: Result) -> None:
    assert side(made, "versioning")["versioningConfiguration"] == {"status": "Enabled"}
    (rule,) = side(made, "lifecycle")["rules"]
    assert rule == {
        "id": "retention",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
        "noncurrentVersionExpiration": {"noncurrentDays": 90},
    }


def test_the_lifecycle_says_when_objects_move_and_go(made: Result) -> None:
    (rule,) = side(made, "lifecycle", "locked")["rules"]
    assert rule["transitions"] == [{"days": 10, "storageClass": "INTELLIGENT_TIERING"}]
    assert rule["expiration"] == {"days": 20}
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 5}


def test_plain_http_and_other_keys_are_refused(made: Result) -> None:
    arn = made.outputs(BUCKET, "data")["arn"]
    refusals = json.loads(side(made, "policy")["policy"])["Statement"]
    assert refusals[0] == {
        "Sid": "RefusePlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    assert [refusal["Sid"] for refusal in refusals[1:]] == [
        "RefuseOtherEncryption",
        "RefuseOtherKeys",
        "RefuseUnnamedKey",
    ]
    assert {refusal["Effect"] for refusal in refusals} == {"Deny"}


def test_further_statements_stand_beside_the_refusals(made: Result) -> None:
    statements = json.loads(side(made, "policy", "locked")["policy"])["Statement"]
    assert statements[0]["Sid"] == "RefusePlainHttp"
    assert statements[-1]["Resource"] == made.outputs(BUCKET, "locked")["arn"]


def test_the_policy_waits_until_public_access_is_blocked(made: Result) -> None:
    block = made.of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "data-public-access").urn
    assert block in made.of("aws:s3/bucketPolicy:BucketPolicy", "data-policy").dependencies


def test_access_is_logged_under_the_buckets_name(made: Result) -> None:
    inputs = made.inputs(LOGGING, "data-logging")
    assert inputs["targetBucket"] == made.outputs(BUCKET, "logs")["bucket"]
    assert inputs["targetPrefix"] == "data/"
    delivery_allowed = made.of("aws:s3/bucketPolicy:BucketPolicy", "logs-policy").urn
    assert delivery_allowed in made.of(LOGGING, "data-logging").dependencies


def test_a_locked_bucket_keeps_each_version_for_its_time(made: Result) -> None:
    assert made.inputs(BUCKET, "locked")["objectLockEnabled"] is True
    assert made.inputs(BUCKET, "data")["objectLockEnabled"] is False
    assert made.inputs(LOCK, "locked-lock")["rule"] == {"defaultRetention": {"mode": "COMPLIANCE", "days": 7}}


def test_objects_outlive_a_destroy_unless_said_otherwise(made: Result) -> None:
    assert made.inputs(BUCKET, "data")["forceDestroy"] is False
    assert made.inputs(BUCKET, "logs")["forceDestroy"] is True
