"""The front door of jobs: an SQS queue that loses nothing, and one for the jobs that keep failing."""

from dataclasses import dataclass
from typing import Self

import pulumi
from pulumi_aws import cloudwatch, kms, sqs
from pydantic import Field, field_validator, model_validator

from components.policy_document import policy_document, refuse_plain_http
from components.settings import Args

DAY_S = 24 * 60 * 60
DEAD_LETTER_DAYS = 14
"""The longest that SQS keeps a message: somebody has to look at it before."""


class JobQueueArgs(Args):
    """A queue of jobs."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")
    """What jobs are sent to, e.g. `training`."""
    visibility_timeout_s: int = Field(default=900, ge=30, le=43200)
    """How long a worker may hold a job before another one gets it, in seconds."""
    receives_max: int = Field(default=5, ge=1, le=1000)
    """How often a job is tried before it becomes a dead letter."""
    retention_days: int = Field(default=4, ge=1, le=14)
    """How long a job waits for a worker before it is lost, in days."""

    @field_validator("name")
    @classmethod
    def _alive(cls, name: str) -> str:
        if name.endswith("-dead"):
            raise ValueError(f"a name that ends with -dead is that of another queue's dead letters, got {name!r}")
        return name

    @model_validator(mode="after")
    def _tried_before_lost(self) -> Self:
        needed_s = self.visibility_timeout_s * self.receives_max
        if needed_s > self.retention_days * DAY_S:
            raise ValueError(
                f"{self.receives_max} tries of {self.visibility_timeout_s} seconds take longer than "
                f"retention_days ({self.retention_days}): a failing job would be lost before it is a dead letter"
            )
        return self


@dataclass(frozen=True)
class JobQueue:
    """A queue and the one for its dead letters."""

    live: sqs.Queue
    dead: sqs.Queue


def job_queue(
    name: str, args: JobQueueArgs, *, key: kms.Key, alarm_topic_arn: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> JobQueue:
    """Make the two queues, what guards them, and the alarm on the first dead letter."""
    # Dead letters first: the live queue's redrive policy needs their ARN.
    dead = _queue(f"{name}-dead", key, opts, message_retention_seconds=DEAD_LETTER_DAYS * DAY_S)
    live = _queue(
        name,
        key,
        opts,
        message_retention_seconds=args.retention_days * DAY_S,
        visibility_timeout_seconds=args.visibility_timeout_s,
        # Workers wait for a job instead of asking again and again.
        receive_wait_time_seconds=20,
        redrive_policy=pulumi.Output.json_dumps(
            {"deadLetterTargetArn": dead.arn, "maxReceiveCount": args.receives_max}
        ),
    )
    sqs.RedriveAllowPolicy(
        f"{name}-dead",
        queue_url=dead.url,
        redrive_allow_policy=pulumi.Output.json_dumps({"redrivePermission": "byQueue", "sourceQueueArns": [live.arn]}),
        opts=opts,
    )
    cloudwatch.MetricAlarm(
        f"{name}-dead",
        alarm_description=f"Jobs of the queue {args.name} failed {args.receives_max} times and were set aside",
        namespace="AWS/SQS",
        metric_name="ApproximateNumberOfMessagesVisible",
        dimensions={"QueueName": dead.name},
        statistic="Maximum",
        comparison_operator="GreaterThanThreshold",
        threshold=0,
        period=300,
        evaluation_periods=1,
        treat_missing_data="notBreaching",
        alarm_actions=[alarm_topic_arn],
        opts=opts,
    )
    return JobQueue(live, dead)


def _queue(name: str, key: kms.Key, opts: pulumi.ResourceOptions, **settings: pulumi.Input[object]) -> sqs.Queue:
    queue = sqs.Queue(
        name,
        kms_master_key_id=key.arn,
        # An hour of one data key instead of five minutes: a twelfth of the requests to KMS.
        kms_data_key_reuse_period_seconds=3600,
        **settings,
        opts=opts,
    )
    sqs.QueuePolicy(name, queue_url=queue.url, policy=policy_document(refuse_plain_http("sqs", queue.arn)), opts=opts)
    return queue
