"""A role reaches one prefix of a bucket and nothing beside it."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.bucket import bucket
from components.bucket_access import read_prefix, write_prefix
from components.policy_document import policy_document
from components.retention import Retention
from tests.components.surroundings import bring_up, key
from tests.harness import Deployer, Result


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        encryption = key("data", opts)
        data = bucket("data", key=encryption, retention=Retention(), opts=opts).bucket
        pulumi.export("read", policy_document(*read_prefix(data, encryption, "fraud/7")))
        pulumi.export("write", policy_document(*write_prefix(data, encryption, "runs")))

    return bring_up(deploy_once, build)


def statements(made: Result, output: str) -> dict[str, dict[str, Any]]:
    document = made.summary.outputs[output]
    return {statement["Sid"]: statement for statement in document["Statement"]}


def test_reading_is_exactly_this(made: Result) -> None:
    arn = made.outputs("aws:s3/bucket:Bucket", "data")["arn"]
    assert statements(made, "read") == {
        "List": {
            "Sid": "List",
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": arn,
            "Condition": {"StringLike": {"s3:prefix": ["fraud/7", "fraud/7/*"]}},
        },
        "Read": {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": f"{arn}/fraud/7/*"},
        "Decrypt": {
            "Sid": "Decrypt",
            "Effect": "Allow",
            "Action": ["kms:Decrypt"],
            "Resource": made.outputs("aws:kms/key:Key", "key-data")["arn"],
        },
    }


def test_writing_adds_no_way_to_erase_versions(made: Result) -> None:
    arn = made.outputs("aws:s3/bucket:Bucket", "data")["arn"]
    allowed = statements(made, "write")
    assert allowed["Write"]["Action"] == [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:PutObject",
    ]
    assert allowed["Write"]["Resource"] == f"{arn}/runs/*"
    assert allowed["EncryptAndDecrypt"]["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert set(allowed) == {"List", "Write", "EncryptAndDecrypt"}
