"""What a bucket's policy refuses, decided by its conditions."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sandbox.aws.emulated.bucket_policy import refuses
from sandbox.aws.server import AwsServer

OBJECT = "arn:aws:s3:::lake/events/1.json"
DENY = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::lake/*"}
ENCRYPTION = "s3:x-amz-server-side-encryption"


@pytest.mark.parametrize(
    ("condition", "headers", "refused"),
    [
        ({}, {}, True),
        ({"Bool": {"aws:SecureTransport": "false"}}, {}, False),
        ({"Bool": {"aws:SecureTransport": False}}, {}, False),
        ({"Bool": {"aws:SecureTransport": "true"}}, {}, True),
        ({"NumericLessThan": {"s3:TlsVersion": "1.2"}}, {}, False),
        ({"StringNotEquals": {ENCRYPTION: "aws:kms"}}, {}, True),
        ({"StringNotEquals": {ENCRYPTION: ["aws:kms", "AES256"]}}, {"x-amz-server-side-encryption": "AES256"}, False),
        ({"StringNotEquals": {ENCRYPTION: "aws:kms"}}, {"x-amz-server-side-encryption": "AES256"}, True),
        ({"Null": {ENCRYPTION: "false"}, "StringNotEquals": {ENCRYPTION: "aws:kms"}}, {}, False),
        ({"Null": {ENCRYPTION: "true"}}, {}, True),
        ({"StringEquals": {ENCRYPTION: "AES256"}}, {}, False),
        ({"StringEqualsIfExists": {ENCRYPTION: "AES256"}}, {}, True),
        ({"StringLike": {ENCRYPTION: "aws:*"}}, {"x-amz-server-side-encryption": "aws:kms"}, True),
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, {}, False),
        ({"DateLessThan": {"aws:SecureTransport": "2026-01-01"}}, {}, False),
    ],
)
def test_conditions(condition: dict[str, Any], headers: dict[str, str], refused: bool) -> None:
    assert refuses({**DENY, "Condition": condition}, "s3:PutObject", OBJECT, headers) is refused


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"Effect": "Allow"}, False),
        ({"Action": ["s3:Get*", "s3:Put*"]}, True),
        ({"Action": "s3:DeleteObject"}, False),
        ({"Resource": "arn:aws:s3:::lake"}, False),
        ({"Resource": ["arn:aws:s3:::lake", "arn:aws:s3:::lake/events/*"]}, True),
    ],
)
def test_whom_a_statement_concerns(changes: dict[str, Any], refused: bool) -> None:
    assert refuses({**DENY, **changes}, "s3:PutObject", OBJECT, {}) is refused


def test_all_but_what_is_named() -> None:
    statement = {name: value for name, value in DENY.items() if name != "Action"}
    assert refuses({**statement, "NotAction": "s3:GetObject"}, "s3:PutObject", OBJECT, {})
    assert not refuses({**statement, "NotAction": "s3:PutObject"}, "s3:PutObject", OBJECT, {})


def test_through_boto(aws_server: AwsServer) -> None:
    aws_server.reset()
    objects = boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url=aws_server.endpoint,
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",
    )
    objects.create_bucket(Bucket="lake")
    objects.put_bucket_versioning(Bucket="lake", VersioningConfiguration={"Status": "Enabled"})
    other = {"Null": {ENCRYPTION: "false"}, "StringNotEquals": {ENCRYPTION: "aws:kms"}}
    statements = [{**DENY, "Condition": other}, {**DENY, "Action": "s3:DeleteObjectVersion"}]
    objects.put_bucket_policy(Bucket="lake", Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))

    written = objects.put_object(Bucket="lake", Key="a", Body=b"1")
    with pytest.raises(ClientError, match="403"):
        objects.put_object(Bucket="lake", Key="a", Body=b"2", ServerSideEncryption="AES256")
    with pytest.raises(ClientError, match="403"):
        objects.delete_object(Bucket="lake", Key="a", VersionId=written["VersionId"])
    objects.delete_object(Bucket="lake", Key="a")
    assert objects.get_object(Bucket="lake", Key="a", VersionId=written["VersionId"])["Body"].read() == b"1"
