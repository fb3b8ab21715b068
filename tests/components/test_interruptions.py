"""AWS' notices reach Karpenter: encrypted, from our own rules only."""

from __future__ import annotations

import json

import pytest

from components.interruptions import NOTICES, Interruptions
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, key
from tests.harness import Result

QUEUE = "aws:sqs/queue:Queue"
POLICY = "aws:sqs/queuePolicy:QueuePolicy"
RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
KEY = "aws:kms/key:Key"


@pytest.fixture(scope="module")
def notices(up: BringUp) -> Result:
    return up(lambda opts: Interruptions("notices", key=key("cluster", opts), opts=opts))


def test_a_queue_and_its_dead_letters_are_encrypted(notices: Result) -> None:
    assert notices.names(QUEUE) == {"notices", "notices-dead"}
    for name in notices.names(QUEUE):
        assert notices.inputs(QUEUE, name)["kmsMasterKeyId"] == notices.outputs(KEY, "key-cluster")["arn"]


def test_notices_are_dropped_when_they_are_stale(notices: Result) -> None:
    live = notices.inputs(QUEUE, "notices")
    assert live["messageRetentionSeconds"] == 300
    assert json.loads(live["redrivePolicy"]) == {
        "deadLetterTargetArn": notices.outputs(QUEUE, "notices-dead")["arn"],
        "maxReceiveCount": 5,
    }


@pytest.mark.parametrize("name", sorted(NOTICES))
def test_each_kind_of_notice_has_a_rule_into_the_queue(notices: Result, name: str) -> None:
    source, kind = NOTICES[name]
    rule = notices.of(RULE, f"notices-{name}")
    assert json.loads(rule.inputs["eventPattern"]) == {"source": [source], "detail-type": [kind]}
    target = notices.inputs(TARGET, f"notices-{name}")
    assert target["rule"] == rule.outputs["name"]
    assert target["arn"] == notices.outputs(QUEUE, "notices")["arn"]


def test_the_kinds_of_notices() -> None:
    assert set(NOTICES) == {"health", "rebalance", "reservation", "spot", "state"}


def test_only_these_rules_of_our_account_may_send(notices: Result) -> None:
    arn = notices.outputs(QUEUE, "notices")["arn"]
    plain, allowed = json.loads(notices.inputs(POLICY, "notices")["policy"])["Statement"]
    assert plain["Sid"] == "RefusePlainHttp"
    assert allowed == {
        "Sid": "Notices",
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {
            "StringEquals": {"aws:SourceAccount": ACCOUNT},
            "ArnEquals": {"aws:SourceArn": [notices.outputs(RULE, f"notices-{name}")["arn"] for name in NOTICES]},
        },
    }


def test_nobody_sends_to_the_dead_letters_by_name(notices: Result) -> None:
    (plain,) = json.loads(notices.inputs(POLICY, "notices-dead")["policy"])["Statement"]
    assert plain["Sid"] == "RefusePlainHttp"
