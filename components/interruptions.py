"""What AWS says before it takes an instance away, in a queue that Karpenter reads: nodes are drained in time."""

from typing import Any

import pulumi
from pulumi_aws import cloudwatch, kms, sqs

from components.account import Account
from components.base import Component
from components.policy_document import policy_document, refuse_plain_http

NOTICES = {
    "health": ("aws.health", "AWS Health Event"),
    "rebalance": ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
    "reservation": ("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"),
    "spot": ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
    "state": ("aws.ec2", "EC2 Instance State-change Notification"),
}
"""Source and type of each event (https://karpenter.sh/docs/concepts/disruption/#interruption)."""

NOTICE_S = 300
"""A notice is worthless after this time: a spot instance is gone two minutes after its warning."""


class Interruptions(Component):
    """The queue, and the event rules that fill it."""

    queue_name: pulumi.Output[str]
    queue_arn: pulumi.Output[str]

    def __init__(self, name: str, *, key: kms.Key, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        dead = self._queue(f"{name}-dead", key, message_retention_seconds=14 * 24 * 60 * 60)
        redrive = pulumi.Output.json_dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": 5})
        queue = self._queue(name, key, message_retention_seconds=NOTICE_S, redrive_policy=redrive)
        rules = {suffix: self._rule(f"{name}-{suffix}", *event) for suffix, event in NOTICES.items()}
        accepted = sqs.QueuePolicy(
            name,
            queue_url=queue.url,
            policy=policy_document(
                refuse_plain_http("sqs", queue.arn),
                {
                    "Sid": "Notices",
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": queue.arn,
                    "Condition": {
                        "StringEquals": {"aws:SourceAccount": Account.of(self).id},
                        "ArnEquals": {"aws:SourceArn": [rule.arn for rule in rules.values()]},
                    },
                },
            ),
            opts=self.child,
        )
        sqs.QueuePolicy(
            f"{name}-dead",
            queue_url=dead.url,
            policy=policy_document(refuse_plain_http("sqs", dead.arn)),
            opts=self.child,
        )
        for suffix, rule in rules.items():
            cloudwatch.EventTarget(
                f"{name}-{suffix}", rule=rule.name, arn=queue.arn, opts=self.child_with(depends_on=[accepted])
            )
        self.queue_name = queue.name
        self.queue_arn = queue.arn
        self.publish()

    def _queue(self, name: str, key: kms.Key, **settings: Any) -> sqs.Queue:
        return sqs.Queue(name, kms_master_key_id=key.arn, **settings, opts=self.child)

    def _rule(self, name: str, source: str, kind: str) -> cloudwatch.EventRule:
        return cloudwatch.EventRule(
            name,
            description=f"{kind}, for Karpenter",
            event_pattern=pulumi.Output.json_dumps({"source": [source], "detail-type": [kind]}),
            opts=self.child,
        )
