"""A log group's key can change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError


def test_a_key_is_given_and_taken_away(aws_client: Callable[..., Any]) -> None:
    logs = aws_client("logs")
    key = aws_client("kms").create_key()["KeyMetadata"]["Arn"]
    logs.create_log_group(logGroupName="/strata")

    def key_of_group() -> str | None:
        [group] = logs.describe_log_groups(logGroupNamePrefix="/strata")["logGroups"]
        found: str | None = group.get("kmsKeyId")
        return found

    assert key_of_group() is None
    logs.associate_kms_key(logGroupName="/strata", kmsKeyId=key)
    assert key_of_group() == key
    logs.disassociate_kms_key(logGroupName="/strata")
    assert key_of_group() is None


def test_of_a_group_that_does_not_exist(aws_client: Callable[..., Any]) -> None:
    logs = aws_client("logs")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.associate_kms_key(logGroupName="/nothing", kmsKeyId="arn:aws:kms:eu-central-1:123456789012:key/1")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.disassociate_kms_key(logGroupName="/nothing")
