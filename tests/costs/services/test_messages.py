"""Queues, events, logs, alarms and functions, in figures worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from costs import Range
from tests.costs.listed import declared, priced

FIGURES = {
    "sqs/request": (4e-7, "request"),
    "sqs/fifo-request": (5e-7, "request"),
    "sns/request": (5e-7, "request"),
    "events/request": (1e-6, "request"),
    "logs/ingestion": (0.5, "GiB"),
    "logs/storage": (0.03, "GiB-month"),
    "cloudwatch/alarm": (0.1, "month"),
    "cloudwatch/fine-alarm": (0.3, "month"),
    "lambda/request": (2e-7, "request"),
    "lambda/arm64": (1e-5, "GiB-second"),
    "lambda/x86_64": (2e-5, "GiB-second"),
}


@pytest.mark.parametrize(
    ("token", "properties", "usd"),
    [
        ("aws:sqs/queue:Queue", {}, Range(0, 0.4)),
        ("aws:sqs/queue:Queue", {"fifoQueue": True}, Range(0, 0.5)),
        ("aws:sns/topic:Topic", {}, Range(0, 0.5)),
        ("aws:cloudwatch/eventBus:EventBus", {}, Range(0, 1)),
        # 10 GiB a month for 0.5, and 10 x 12 months of them for 0.03.
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 360}, Range(0, 8.6)),
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 7}, Range(0, 5.3)),
        ("aws:cloudwatch/logGroup:LogGroup", {}, Range(0, 5 + 0.3 * 365 / 30)),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", {"period": 300}, Range(0.1, 0.1)),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", {"period": 10}, Range(0.3, 0.3)),
        (
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            {"metricQueries": [{"metric": {}}, {"metric": {}}, {"expression": "a+b"}]},
            Range(0.2, 0.2),
        ),
        # A million calls for 0.2, and 200,000 s of 0.5 GiB.
        ("aws:lambda/function:Function", {"memorySize": 512}, Range(0, 2.2)),
        ("aws:lambda/function:Function", {"memorySize": 512, "architectures": ["arm64"]}, Range(0, 1.2)),
    ],
)
def test_sums(token: str, properties: dict[str, Any], usd: Range) -> None:
    found = priced(FIGURES, declared(token, **properties)).total
    assert found.unknown == ()
    assert (found.usd.low, found.usd.high) == pytest.approx((usd.low, usd.high))
