"""A queue keeps its policy, and tells who may use it and how it is encrypted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sqs:*"}]})


@pytest.fixture
def attributes(aws_client: Callable[..., Any]) -> Callable[..., dict[str, str]]:
    """Sets attributes of a new queue, returns them all."""
    sqs = aws_client("sqs")
    url = sqs.create_queue(QueueName="jobs")["QueueUrl"]

    def set_and_get(**changed: str) -> dict[str, str]:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=changed)
        found: dict[str, str] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return found

    return set_and_get


def test_the_policy_outlives_other_changes(attributes: Callable[..., dict[str, str]]) -> None:
    attributes(Policy=POLICY)
    assert json.loads(attributes(DelaySeconds="3")["Policy"]) == json.loads(POLICY)
    assert not attributes(Policy="").get("Policy")


def test_who_may_use_it_as_a_dead_letter_queue(attributes: Callable[..., dict[str, str]]) -> None:
    allowed = json.dumps({"redrivePermission": "denyAll"})
    assert "RedriveAllowPolicy" not in attributes(DelaySeconds="3")
    assert json.loads(attributes(RedriveAllowPolicy=allowed)["RedriveAllowPolicy"]) == json.loads(allowed)


def test_one_kind_of_encryption_at_a_time(attributes: Callable[..., dict[str, str]]) -> None:
    assert attributes(SqsManagedSseEnabled="true")["SqsManagedSseEnabled"] == "true"
    encrypted = attributes(KmsMasterKeyId="alias/aws/sqs")
    assert (encrypted["KmsMasterKeyId"], encrypted["SqsManagedSseEnabled"]) == ("alias/aws/sqs", "false")
