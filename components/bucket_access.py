"""What a role may do with one prefix of a bucket, and with nothing beside it."""

import pulumi
from pulumi_aws import kms, s3

from components.policy_document import Statement


def read_prefix(bucket: s3.Bucket, key: kms.Key, prefix: str) -> list[Statement]:
    """Read and list the objects under a prefix (without its final slash)."""
    return [
        _list(bucket, prefix),
        _objects("Read", ["s3:GetObject"], bucket, prefix),
        _use("Decrypt", ["kms:Decrypt"], key),
    ]


def write_prefix(bucket: s3.Bucket, key: kms.Key, prefix: str) -> list[Statement]:
    """Read, write and delete the objects under a prefix. The bucket keeps versions, so nothing is lost by it."""
    actions = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    return [
        _list(bucket, prefix),
        _objects("Write", actions, bucket, prefix),
        _use("EncryptAndDecrypt", ["kms:Decrypt", "kms:GenerateDataKey"], key),
    ]


def _list(bucket: s3.Bucket, prefix: str) -> Statement:
    return {
        "Sid": "List",
        "Effect": "Allow",
        "Action": "s3:ListBucket",
        "Resource": bucket.arn,
        "Condition": {"StringLike": {"s3:prefix": [prefix, f"{prefix}/*"]}},
    }


def _objects(sid: str, actions: list[str], bucket: s3.Bucket, prefix: str) -> Statement:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": actions,
        "Resource": pulumi.Output.concat(bucket.arn, f"/{prefix}/*"),
    }


def _use(sid: str, actions: list[str], key: kms.Key) -> Statement:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": key.arn}
