"""Buckets give back everything that they were told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def s3(aws_client: Callable[..., Any]) -> Any:
    """A client, in an account with the buckets `data` and `logs`."""
    client = aws_client("s3")
    for name in ("data", "logs"):
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return client


def test_lifecycle_rules_in_full(s3: Any) -> None:
    sizes = {"ObjectSizeGreaterThan": 10, "ObjectSizeLessThan": 20}
    noncurrent = {"NoncurrentDays": 30, "NewerNoncurrentVersions": 3}
    rules: list[dict[str, Any]] = [
        {"ID": "versions", "Filter": {"Prefix": "a/"}, "NoncurrentVersionExpiration": noncurrent},
        {"ID": "sizes", "Filter": {"And": {"Prefix": "b/", **sizes}}, "Expiration": {"Days": 3}},
        {"ID": "large", "Filter": {"ObjectSizeGreaterThan": 10}, "Expiration": {"Days": 3}},
        {"ID": "plain", "Filter": {"Prefix": "c/"}, "Expiration": {"Days": 5}},
    ]
    asked = [{**rule, "Status": "Enabled"} for rule in rules]
    s3.put_bucket_lifecycle_configuration(Bucket="data", LifecycleConfiguration={"Rules": asked})
    found = s3.get_bucket_lifecycle_configuration(Bucket="data")["Rules"]
    assert found[0]["NoncurrentVersionExpiration"] == noncurrent
    assert found[1]["Filter"]["And"] == {"Prefix": "b/", **sizes}
    assert found[2]["Filter"]["ObjectSizeGreaterThan"] == 10
    assert (found[3]["Filter"], found[3]["Expiration"]) == ({"Prefix": "c/"}, {"Days": 5})


def test_without_rules_there_is_an_error_and_no_failure(s3: Any) -> None:
    with pytest.raises(ClientError, match="NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket="data")


def test_events_for_the_bus_are_told(s3: Any) -> None:
    assert "EventBridgeConfiguration" not in s3.get_bucket_notification_configuration(Bucket="data")
    asked: dict[str, Any] = {"EventBridgeConfiguration": {}}
    s3.put_bucket_notification_configuration(Bucket="data", NotificationConfiguration=asked)
    assert s3.get_bucket_notification_configuration(Bucket="data")["EventBridgeConfiguration"] == {}


@pytest.mark.parametrize("others", [[], [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]])
def test_logs_go_where_the_policy_lets_them_in(s3: Any, others: list[dict[str, Any]]) -> None:
    logging = {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "data/"}}
    with pytest.raises(ClientError, match="InvalidTargetBucketForLogging"):
        s3.put_bucket_logging(Bucket="data", BucketLoggingStatus=logging)
    may = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::logs/*",
    }
    policy = {"Version": "2012-10-17", "Statement": [*others, may]}
    s3.put_bucket_policy(Bucket="logs", Policy=json.dumps(policy))
    s3.put_bucket_logging(Bucket="data", BucketLoggingStatus=logging)
    assert s3.get_bucket_logging(Bucket="data")["LoggingEnabled"]["TargetBucket"] == "logs"
    assert json.loads(s3.get_bucket_policy(Bucket="logs")["Policy"]) == policy
