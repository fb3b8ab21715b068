"""A job queue loses nothing: failing jobs are set aside, and the settings leave them the time for it."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pulumi
import pytest
from pydantic import ValidationError

from components.job_queue import JobQueueArgs, job_queue
from sandbox.aws.server import AwsServer
from tests.components.surroundings import bring_up, key
from tests.harness import Deployer, Result

QUEUE = "aws:sqs/queue:Queue"
POLICY = "aws:sqs/queuePolicy:QueuePolicy"
ALLOW = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
TOPIC = "arn:aws:sns:eu-central-1:123456789012:oncall"
UNSAID = {"name", "tagsAll"}
"""What no component says: names are automatic, and the provider adds the tags of the stack."""


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        encryption = key("queues", opts)
        args = JobQueueArgs(name="train", receives_max=2, retention_days=3, visibility_timeout_s=60)
        job_queue("train", args, key=encryption, alarm_topic_arn=TOPIC, opts=opts)
        job_queue("other", JobQueueArgs(name="other"), key=encryption, alarm_topic_arn=TOPIC, opts=opts)

    return bring_up(deploy_once, build)


def said(made: Result, type_: str, name: str) -> dict[str, Any]:
    """The inputs that the component gives itself."""
    return {name: value for name, value in made.inputs(type_, name).items() if name not in UNSAID}


def test_each_queue_has_one_for_its_dead_letters_and_an_alarm(made: Result) -> None:
    assert made.names(QUEUE) == {"train", "train-dead", "other", "other-dead"}
    assert made.names(POLICY) == {"train", "train-dead", "other", "other-dead"}
    assert made.names(ALLOW) == {"train-dead", "other-dead"}
    assert made.names(ALARM) == {"train-dead", "other-dead"}


def test_the_settings_reach_the_queue_and_both_are_encrypted_with_our_key(made: Result) -> None:
    encrypted = {
        "kmsMasterKeyId": made.outputs("aws:kms/key:Key", "key-queues")["arn"],
        "kmsDataKeyReusePeriodSeconds": 3600,
    }
    live = {name: value for name, value in said(made, QUEUE, "train").items() if name != "redrivePolicy"}
    assert live == encrypted | {
        "messageRetentionSeconds": 3 * 24 * 60 * 60,
        "visibilityTimeoutSeconds": 60,
        "receiveWaitTimeSeconds": 20,
    }
    assert said(made, QUEUE, "train-dead") == encrypted | {"messageRetentionSeconds": 14 * 24 * 60 * 60}


def test_by_default_a_job_is_tried_five_times_and_waits_four_days() -> None:
    args = JobQueueArgs(name="train")
    assert (args.receives_max, args.visibility_timeout_s, args.retention_days) == (5, 900, 4)


@pytest.mark.parametrize("name", ["train", "train-dead"])
def test_plain_http_is_refused(made: Result, name: str) -> None:
    (statement,) = json.loads(made.inputs(POLICY, name)["policy"])["Statement"]
    assert statement == {
        "Sid": "RefusePlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": [made.outputs(QUEUE, name)["arn"]],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def test_failing_jobs_go_to_the_dead_letters_of_their_own_queue_and_of_no_other(made: Result) -> None:
    live, dead = made.outputs(QUEUE, "train"), made.outputs(QUEUE, "train-dead")
    assert json.loads(made.inputs(QUEUE, "train")["redrivePolicy"]) == {
        "deadLetterTargetArn": dead["arn"],
        "maxReceiveCount": 2,
    }
    assert json.loads(made.inputs(ALLOW, "train-dead")["redriveAllowPolicy"]) == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": [live["arn"]],
    }


def test_the_first_dead_letter_raises_the_alarm(made: Result) -> None:
    assert said(made, ALARM, "train-dead") == {
        "alarmDescription": "Jobs of the queue train failed 2 times and were set aside",
        "namespace": "AWS/SQS",
        "metricName": "ApproximateNumberOfMessagesVisible",
        "dimensions": {"QueueName": made.outputs(QUEUE, "train-dead")["name"]},
        "statistic": "Maximum",
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 0,
        "period": 300,
        "evaluationPeriods": 1,
        "treatMissingData": "notBreaching",
        "alarmActions": [TOPIC],
    }


def test_a_job_that_keeps_failing_is_dead_lettered(deploy: Deployer, aws_server: AwsServer) -> None:
    def build(opts: pulumi.ResourceOptions) -> None:
        args = JobQueueArgs(name="train", receives_max=1)
        made = job_queue("train", args, key=key("queues", opts), alarm_topic_arn=TOPIC, opts=opts)
        pulumi.export("urls", [made.live.url, made.dead.url])

    live, dead = bring_up(deploy, build).summary.outputs["urls"]
    sqs = boto3.client(
        "sqs",
        endpoint_url=aws_server.endpoint,
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    sqs.send_message(QueueUrl=live, MessageBody="a job")
    for _ in range(2):
        for job in sqs.receive_message(QueueUrl=live, WaitTimeSeconds=0).get("Messages", []):
            sqs.change_message_visibility(QueueUrl=live, ReceiptHandle=job["ReceiptHandle"], VisibilityTimeout=0)
    assert [job["Body"] for job in sqs.receive_message(QueueUrl=dead, WaitTimeSeconds=0)["Messages"]] == ["a job"]


def test_a_job_is_tried_as_often_as_said_before_it_is_lost() -> None:
    with pytest.raises(ValidationError, match=r"5 tries of 43200 seconds take longer than retention_days \(1\)"):
        JobQueueArgs(name="train", visibility_timeout_s=43200, receives_max=5, retention_days=1)


@pytest.mark.parametrize("name", ["train-dead", "Train", "9", "", "a" * 32])
def test_a_name_fits_and_is_not_that_of_dead_letters(name: str) -> None:
    with pytest.raises(ValidationError):
        JobQueueArgs(name=name)
