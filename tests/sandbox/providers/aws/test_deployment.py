"""The provider under the embedded engine: a small program up, unchanged, changed, drifted and down."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws

from engine import Operation
from protocol.values import Secret

REGION = {"aws:region": "eu-central-1"}


def program(*, delay: int = 0, fifo: bool = False) -> Callable[[], None]:
    """A key, a bucket with its settings, a queue with dead letters, a secret, an alarm."""

    def declare() -> None:
        account = aws.Provider("aws", region="eu-central-1", default_tags={"tags": {"team": "ml"}})
        opts = pulumi.ResourceOptions(provider=account)
        key = aws.kms.Key("key", enable_key_rotation=True, opts=opts)
        bucket = aws.s3.Bucket("data", force_destroy=True, opts=opts)
        aws.s3.BucketVersioning("data", bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=opts)
        aws.s3.BucketServerSideEncryptionConfiguration(
            "data",
            bucket=bucket.id,
            rules=[
                {
                    "bucket_key_enabled": True,
                    "apply_server_side_encryption_by_default": {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": key.arn,
                    },
                }
            ],
            opts=opts,
        )
        dead = aws.sqs.Queue("dead", fifo_queue=fifo, opts=opts)
        live = aws.sqs.Queue(
            "live",
            fifo_queue=fifo,
            delay_seconds=delay,
            kms_master_key_id=key.arn,
            redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": 4}),
            opts=opts,
        )
        secret = aws.secretsmanager.Secret("token", kms_key_id=key.arn, opts=opts)
        value = pulumi.Output.secret("hunter2")
        aws.secretsmanager.SecretVersion("token", secret_id=secret.id, secret_string=value, opts=opts)
        aws.cloudwatch.MetricAlarm(
            "late",
            comparison_operator="GreaterThanThreshold",
            evaluation_periods=1,
            metric_name="ApproximateAgeOfOldestMessage",
            namespace="AWS/SQS",
            period=60,
            statistic="Maximum",
            threshold=900,
            dimensions={"QueueName": live.name},
            opts=opts,
        )
        pulumi.export("url", live.url)

    return declare


def test_life(deploy: Any, aws_server: Any) -> None:
    first = deploy(program(), REGION)
    assert first.summary.changes["create"] == 11  # the stack and the provider among them

    second = deploy(program(), REGION)
    assert set(second.summary.changes) == {"same"}

    changed = deploy(program(delay=9), REGION)
    assert changed.steps("update") == {("aws:sqs/queue:Queue", "live")}

    replaced = deploy(program(delay=9, fifo=True), REGION)
    queues = {("aws:sqs/queue:Queue", "live"), ("aws:sqs/queue:Queue", "dead")}
    assert replaced.steps("replace", "create-replacement") == queues
    assert replaced.steps("update") == {("aws:cloudwatch/metricAlarm:MetricAlarm", "late")}

    recorded = replaced.outputs("aws:secretsmanager/secretVersion:SecretVersion", "token")
    assert recorded["secretString"] == Secret("hunter2")
    state = "".join(path.read_text() for path in deploy.folder.rglob("*.json"))
    assert json.dumps("hunter2") not in state

    deploy(None, REGION, Operation.DESTROY)
    _assert_empty(aws_server.endpoint)


def test_refresh_finds_what_was_done_behind_our_back(deploy: Any, aws_server: Any) -> None:
    up = deploy(program(), REGION)
    sqs = _client(aws_server.endpoint, "sqs")
    live = up.outputs("aws:sqs/queue:Queue", "live")["url"]
    sqs.set_queue_attributes(QueueUrl=live, Attributes={"DelaySeconds": "77"})
    bucket = up.outputs("aws:s3/bucket:Bucket", "data")["bucket"]
    _client(aws_server.endpoint, "s3").delete_bucket(Bucket=bucket)

    refreshed = deploy(program(), REGION, Operation.REFRESH)
    assert refreshed.names("aws:s3/bucket:Bucket") == set()
    assert refreshed.outputs("aws:sqs/queue:Queue", "live")["delaySeconds"] == 77

    mended = deploy(program(), REGION)
    assert ("aws:s3/bucket:Bucket", "data") in mended.steps("create")
    assert mended.steps("update") == {("aws:sqs/queue:Queue", "live")}
    assert sqs.get_queue_attributes(QueueUrl=live, AttributeNames=["DelaySeconds"])["Attributes"]["DelaySeconds"] == "0"


def _client(endpoint: str, service: str) -> Any:
    from sandbox.providers.aws.session import AwsSession

    return AwsSession(endpoint, "eu-central-1").client(service)


def _assert_empty(endpoint: str) -> None:
    assert _client(endpoint, "s3").list_buckets()["Buckets"] == []
    assert "QueueUrls" not in _client(endpoint, "sqs").list_queues()
    assert _client(endpoint, "secretsmanager").list_secrets()["SecretList"] == []
    assert _client(endpoint, "cloudwatch").describe_alarms()["MetricAlarms"] == []
    kms = _client(endpoint, "kms")
    states = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in kms.list_keys()["Keys"]]
    assert {state["KeyState"] for state in states if state["KeyManager"] == "CUSTOMER"} <= {"PendingDeletion"}
