"""A job queue loses nothing: failing jobs are set aside, and the settings leave them the time for it."""

from __future__ import annotations

import json

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


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        encryption = key("queues", opts)
        args = JobQueueArgs(name="train", receives_max=2, retention_days=3, visibility_timeout_s=60)
        job_queue("train", args, key=encryption, alarm_topic_arn=TOPIC, opts=opts)
        job_queue("quiet", JobQueueArgs(name="quiet"), key=encryption, alarm_topic_arn=None, opts=opts)

    return bring_up(deploy_once, build)


def test_each_queue_has_one_for_its_dead_letters_and_an_alarm(made: Result) -> None:
    assert made.names(QUEUE) == {"train", "train-dead", "quiet", "quiet-dead"}
    assert made.names(POLICY) == {"train", "train-dead", "quiet", "quiet-dead"}
    assert made.names(ALLOW) == {"train-dead", "quiet-dead"}
    assert made.names(ALARM) == {"train-dead", "quiet-dead"}


def test_the_settings_reach_the_queue(made: Result) -> None:
    inputs = made.inputs(QUEUE, "train")
    assert inputs["messageRetentionSeconds"] == 3 * 24 * 60 * 60
    assert inputs["visibilityTimeoutSeconds"] == 60
    assert inputs["receiveWaitTimeSeconds"] == 20
    assert made.inputs(QUEUE, "train-dead")["messageRetentionSeconds"] == 14 * 24 * 60 * 60


@pytest.mark.parametrize("name", ["train", "train-dead"])
def test_jobs_are_encrypted_with_our_key(made: Result, name: str) -> None:
    assert made.inputs(QUEUE, name)["kmsMasterKeyId"] == made.outputs("aws:kms/key:Key", "key-queues")["arn"]


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
    inputs = made.inputs(ALARM, "train-dead")
    watched = ("namespace", "metricName", "dimensions", "comparisonOperator", "threshold", "alarmActions")
    assert {name: inputs[name] for name in watched} == {
        "namespace": "AWS/SQS",
        "metricName": "ApproximateNumberOfMessagesVisible",
        "dimensions": {"QueueName": made.outputs(QUEUE, "train-dead")["name"]},
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 0,
        "alarmActions": [TOPIC],
    }
    assert made.inputs(ALARM, "quiet-dead")["alarmActions"] == []


def test_a_job_that_keeps_failing_is_dead_lettered(deploy: Deployer, aws_server: AwsServer) -> None:
    def build(opts: pulumi.ResourceOptions) -> None:
        args = JobQueueArgs(name="train", receives_max=1)
        made = job_queue("train", args, key=key("queues", opts), alarm_topic_arn=None, opts=opts)
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
