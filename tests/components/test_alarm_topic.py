"""Alarms reach whom they are for, encrypted, and nobody but CloudWatch can raise a false one."""

from __future__ import annotations

import json

import pulumi
import pytest
from pulumi_aws import sqs

from components.alarm_topic import alarm_topic
from components.policy_document import refuse_plain_http
from tests.components.surroundings import ACCOUNT, REGION, bring_up, key
from tests.harness import Deployer, Result

TOPIC = "aws:sns/topic:Topic"
POLICY = "aws:sns/topicPolicy:TopicPolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
EMAIL = "on-call@example.com"


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        below = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(parent=sqs.Queue("parent", opts=opts)))
        alarm_topic("loud", key=key("alarms", opts), emails=[EMAIL], opts=below)
        alarm_topic("quiet", key=key("more", opts), emails=[], opts=below)

    return bring_up(deploy_once, build)


def test_what_it_carries_is_encrypted_with_the_key(made: Result) -> None:
    assert made.names(TOPIC) == {"loud", "quiet"}
    assert made.inputs(TOPIC, "loud")["kmsMasterKeyId"] == made.outputs("aws:kms/key:Key", "key-alarms")["arn"]


def test_only_alarms_of_this_account_are_published_and_only_over_tls(made: Result) -> None:
    arn = made.outputs(TOPIC, "loud")["arn"]
    inputs = made.inputs(POLICY, "loud")
    assert inputs["arn"] == arn
    assert json.loads(inputs["policy"])["Statement"] == [
        refuse_plain_http("sns", arn, action="Publish"),
        {
            "Sid": "Alarms",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": arn,
            "Condition": {
                "StringEquals": {"aws:SourceAccount": ACCOUNT},
                "ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:*"},
            },
        },
    ]


def test_each_address_is_subscribed_once_the_policy_stands(made: Result) -> None:
    assert made.names(SUBSCRIPTION) == {f"loud-{EMAIL}"}
    subscription = made.of(SUBSCRIPTION, f"loud-{EMAIL}")
    assert subscription.inputs == {
        "topic": made.outputs(TOPIC, "loud")["arn"],
        "protocol": "email",
        "endpoint": EMAIL,
    }
    assert made.of(POLICY, "loud").urn in subscription.dependencies


def test_a_parent_is_required() -> None:
    with pytest.raises(ValueError, match="need a parent"):
        alarm_topic("alarms", key=None, emails=[], opts=pulumi.ResourceOptions())
