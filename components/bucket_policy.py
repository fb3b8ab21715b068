"""What the platform's buckets refuse, whoever asks."""

from collections.abc import Sequence
from typing import Any

import pulumi

from components.policy_document import Statement

_ALGORITHM = "s3:x-amz-server-side-encryption"
_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"


def refuse_other_keys(bucket_arn: pulumi.Output[str], key_arn: pulumi.Output[str]) -> Sequence[Statement]:
    """The refusal of an object that asks to be encrypted in any other way than with the bucket's key.

    An object that asks for nothing gets the bucket's key; one that asks for KMS without naming a key would get the
    account's AWS-managed key (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html).
    """
    put = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": pulumi.Output.concat(bucket_arn, "/*"),
    }
    unnamed = {"StringEquals": {_ALGORITHM: "aws:kms"}, "Null": {_KEY: "true"}}
    return (
        put | {"Sid": "RefuseOtherEncryption", "Condition": _other(_ALGORITHM, "aws:kms")},
        put | {"Sid": "RefuseOtherKeys", "Condition": _other(_KEY, key_arn)},
        put | {"Sid": "RefuseUnnamedKey", "Condition": unnamed},
    )


def _other(header: str, value: pulumi.Input[str]) -> dict[str, Any]:
    # A header that is missing also counts as different from the value, with `IfExists` and without: only `Null` tells.
    return {"Null": {header: "false"}, "StringNotEquals": {header: value}}


def refuse_erasure(bucket_arn: pulumi.Output[str]) -> Sequence[Statement]:
    """The refusal to erase an object's history. Lifecycle rules still do, in their time."""
    return (
        {
            "Sid": "RefuseErasure",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:DeleteObjectVersion",
            "Resource": pulumi.Output.concat(bucket_arn, "/*"),
        },
    )
