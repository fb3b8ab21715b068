"""Queues as a user sees them through boto3."""

from __future__ import annotations

import json
from typing import Any

QUEUE = "aws:sqs/queue:Queue"


def test_a_job_that_fails_too_often_is_dead_lettered(account: Any, aws_client: Any) -> None:
    dead = account.create(QUEUE, "dead", {})
    redrive = json.dumps({"deadLetterTargetArn": dead.outputs["arn"], "maxReceiveCount": 2})
    live = account.create(QUEUE, "live", {"visibilityTimeoutSeconds": 0, "redrivePolicy": redrive})
    sqs = aws_client("sqs")
    sqs.send_message(QueueUrl=live.outputs["url"], MessageBody="train")
    for _ in range(2):
        assert sqs.receive_message(QueueUrl=live.outputs["url"])["Messages"][0]["Body"] == "train"
    assert "Messages" not in sqs.receive_message(QueueUrl=live.outputs["url"])
    assert sqs.receive_message(QueueUrl=dead.outputs["url"])["Messages"][0]["Body"] == "train"


def test_a_policy_survives_a_change_of_another_attribute(account: Any) -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = account.create(QUEUE, "jobs", {"policy": policy})
    updated = account.update(made, {"policy": policy, "delaySeconds": 9})
    assert account.read(updated).outputs["policy"] == policy


def test_fifo_names_end_as_they_must(account: Any) -> None:
    assert account.create(QUEUE, "jobs", {"fifoQueue": True}).outputs["name"].endswith(".fifo")
    account.check("urn:pulumi:dev::strata::aws:sqs/queue:Queue::jobs", {"fifoQueue": True, "name": "jobs"})
    assert account.failures == [("name", "the name of a FIFO queue ends in .fifo, got 'jobs'")]
