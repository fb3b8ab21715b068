"""Buckets as a user sees them through boto3."""

from __future__ import annotations

from typing import Any

import pytest

from protocol.provider import ProviderError

BUCKET = "aws:s3/bucket:Bucket"


def test_an_object_is_encrypted_and_keeps_its_versions(account: Any, aws_client: Any) -> None:
    key = account.create("aws:kms/key:Key", "key", {})
    bucket = account.create(BUCKET, "data", {})
    name = bucket.outputs["bucket"]
    account.create(
        "aws:s3/bucketVersioning:BucketVersioning",
        "data",
        {"bucket": name, "versioningConfiguration": {"status": "Enabled"}},
    )
    default = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key.outputs["arn"]}
    account.create(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "data",
        {"bucket": name, "rules": [{"applyServerSideEncryptionByDefault": default, "bucketKeyEnabled": True}]},
    )
    s3 = aws_client("s3")
    for body in (b"one", b"two"):
        s3.put_object(Bucket=name, Key="model", Body=body)
    newest = s3.get_object(Bucket=name, Key="model")
    assert (newest["Body"].read(), newest["ServerSideEncryption"]) == (b"two", "aws:kms")
    assert newest["SSEKMSKeyId"] == key.outputs["arn"]
    versions = s3.list_object_versions(Bucket=name)["Versions"]
    first = s3.get_object(
        Bucket=name, Key="model", VersionId=next(v["VersionId"] for v in versions if not v["IsLatest"])
    )
    assert first["Body"].read() == b"one"


def test_a_bucket_with_objects_stays(account: Any, aws_client: Any) -> None:
    bucket = account.create(BUCKET, "data", {})
    aws_client("s3").put_object(Bucket=bucket.id, Key="model", Body=b"one")
    with pytest.raises(ProviderError, match="BucketNotEmpty"):
        account.delete(bucket)
    assert account.read(bucket) == bucket


def test_unless_it_is_forced_to_go(account: Any, aws_client: Any) -> None:
    bucket = account.create(BUCKET, "data", {"forceDestroy": True})
    s3 = aws_client("s3")
    s3.put_bucket_versioning(Bucket=bucket.id, VersioningConfiguration={"Status": "Enabled"})
    for _ in range(2):
        s3.put_object(Bucket=bucket.id, Key="model", Body=b"one")
    s3.delete_object(Bucket=bucket.id, Key="model")
    account.delete(bucket)
    assert s3.list_buckets()["Buckets"] == []


def test_an_inline_setting_names_the_resource_to_use(account: Any) -> None:
    account.check("urn:pulumi:dev::strata::aws:s3/bucket:Bucket::data", {"versioning": {"enabled": True}})
    ((path, reason),) = account.failures
    assert path == "versioning"
    assert "aws.s3.BucketVersioning" in reason


def test_us_east_1_has_no_location(account: Any, aws_client: Any) -> None:
    bucket = account.create(BUCKET, "data", {"region": "us-east-1"})
    assert aws_client("s3", "us-east-1").get_bucket_location(Bucket=bucket.id)["LocationConstraint"] is None
