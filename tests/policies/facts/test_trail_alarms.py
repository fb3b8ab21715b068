"""An event is alarmed of by a filter with its words, on the trail's group, whose metric an alarm watches."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.trail_alarms import EVENTS, groups, is_alarmed
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
ARN = "arn:aws:logs:x:1:log-group:trail"


def resource(type_: str, **properties: Any) -> Resource:
    outputs = {"arn": ARN} if type_ == "logGroup:LogGroup" else {}
    return Resource(
        urn=f"urn::{type_}", type=f"aws:cloudwatch/{type_}", name="n", properties=properties, outputs=outputs
    )


def test_the_benchmark_lists_fifteen_events() -> None:
    assert list(EVENTS) == [f"4.{number}" for number in range(1, 16)]
    assert all(words and all(isinstance(word, str) for word in words) for words in EVENTS.values())


@pytest.mark.parametrize(("named", "found"), [(f"{ARN}:*", 1), (ARN, 1), ("arn:other:*", 0), (UNKNOWN, 0)])
def test_a_trail_names_its_group_by_arn_and_a_star(named: Any, found: int) -> None:
    trail = Resource(urn="urn::t", type="t", name="t", properties={"cloudWatchLogsGroupArn": named})
    Stack([trail, resource("logGroup:LogGroup")])
    assert len(groups(trail)) == found


@pytest.mark.parametrize(
    ("pattern", "alarm", "answer"),
    [
        ("{ ($.eventName = StopLogging) }", {}, T),
        ("{ ($.eventName = ConsoleLogin) }", {}, F),
        (UNKNOWN, {}, U),
        ("StopLogging", {"metricName": "other"}, F),
        ("StopLogging", {"namespace": "other"}, F),
        ("StopLogging", {"metricName": UNKNOWN}, U),
        ("StopLogging", {"alarmActions": []}, F),
        ("StopLogging", {"actionsEnabled": False}, F),
    ],
)
def test_a_filter_and_an_alarm_together(pattern: Any, alarm: dict[str, Any], answer: Truth) -> None:
    group = resource("logGroup:LogGroup", name="trail")
    made = {"name": "m", "namespace": "n"}
    one = resource("logMetricFilter:LogMetricFilter", logGroupName="trail", pattern=pattern, metricTransformation=made)
    watching = {"metricName": "m", "namespace": "n", "alarmActions": ["topic"]} | alarm
    Stack([group, one, resource("metricAlarm:MetricAlarm", **watching)])
    assert is_alarmed(group, ["StopLogging"]) is answer
