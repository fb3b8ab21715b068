"""Where alarms go: a topic that CloudWatch alone publishes to, and people subscribe to."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import kms, sns

from components.account import Account
from components.policy_document import policy_document, refuse_plain_http


def alarm_topic(name: str, *, key: kms.Key, emails: Sequence[str], opts: pulumi.ResourceOptions) -> sns.Topic:
    """Make the topic. Its policy stands before anybody is subscribed to it.

    Args:
        name: logical name; the subscriptions add the address to it.
        key: encrypts the messages; its policy must let CloudWatch use it.
        emails: addresses that get every alarm, once they have confirmed that they want it.
        opts: options of every child; the parent is required.
    """
    if opts.parent is None:
        raise ValueError(f"alarm topic {name}: its options need a parent")
    account = Account.of(opts.parent)
    topic = sns.Topic(name, kms_master_key_id=key.arn, opts=opts)
    place = pulumi.Output.concat(account.region, ":", account.id)
    alarms = pulumi.Output.concat("arn:", account.partition, ":cloudwatch:", place, ":alarm:*")
    policy = sns.TopicPolicy(
        name,
        arn=topic.arn,
        policy=policy_document(
            refuse_plain_http("sns", topic.arn, action="Publish"),
            {
                "Sid": "Alarms",
                "Effect": "Allow",
                "Principal": {"Service": "cloudwatch.amazonaws.com"},
                "Action": "sns:Publish",
                "Resource": topic.arn,
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": account.id},
                    "ArnLike": {"aws:SourceArn": alarms},
                },
            },
        ),
        opts=opts,
    )
    allowed = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[policy]))
    for email in emails:
        sns.TopicSubscription(f"{name}-{email}", topic=topic.arn, protocol="email", endpoint=email, opts=allowed)
    return topic
