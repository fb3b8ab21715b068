"""Queues, topics, events, logs, alarms, functions."""

from __future__ import annotations

from costs.declared import Declared, Facts
from costs.item import Part
from costs.range import Range
from costs.services.answer import Parts, Surroundings, answers


@answers("aws:sqs:Queue")
def queue(_: Declared, facts: Facts, around: Surroundings) -> Parts:
    """By requests."""
    item = "sqs/fifo-request" if facts.flag("fifoQueue") else "sqs/request"
    yield Part(what="requests", price=item, quantity=around.assumptions.sqs_requests, assumption="sqs_requests")


@answers("aws:sns:Topic")
def topic(_: Declared, __: Facts, around: Surroundings) -> Parts:
    """By messages."""
    use = around.assumptions.sns_requests
    yield Part(what="messages", price="sns/request", quantity=use, assumption="sns_requests")


@answers("aws:cloudwatch:EventBus")
def event_bus(_: Declared, __: Facts, around: Surroundings) -> Parts:
    """By events of one's own; AWS's are free."""
    use = around.assumptions.event_requests
    yield Part(what="custom events", price="events/request", quantity=use, assumption="event_requests")


@answers("aws:cloudwatch:LogGroup")
def log_group(_: Declared, facts: Facts, around: Surroundings) -> Parts:
    """By what is written, and by what is kept."""
    written = around.assumptions.log_gib
    yield Part(what="logs written", price="logs/ingestion", quantity=written, assumption="log_gib")
    days = facts.number("retentionInDays")
    kept = f"{days:g} days" if days else "for ever, counted as a year"
    # Months of logs, from what is there after the first one to what is there when the oldest goes.
    months = max(1.0, (days or 365) / 30)
    yield Part(
        what=f"logs kept {kept}",
        price="logs/storage",
        quantity=Range(written.low, written.high * months),
        assumption="log_gib",
        note="charged for compressed logs, which are smaller",
    )


@answers("aws:cloudwatch:MetricAlarm")
def alarm(_: Declared, facts: Facts, __: Surroundings) -> Parts:
    """By the metrics that it watches."""
    metrics = sum(one.has("metric") for one in facts.each("metricQueries")) or 1
    fine = 0 < facts.number("period", 300) < 60
    item = "cloudwatch/fine-alarm" if fine else "cloudwatch/alarm"
    yield Part(what="metrics watched", price=item, quantity=Range.exactly(metrics))


@answers("aws:lambda:Function")
def function(_: Declared, facts: Facts, around: Surroundings) -> Parts:
    """By calls, and by memory and time."""
    use = around.assumptions
    yield Part(what="calls", price="lambda/request", quantity=use.lambda_requests, assumption="lambda_requests")
    arch = "arm64" if "arm64" in facts.texts("architectures") else "x86_64"
    memory = facts.number("memorySize", 128) / 1024
    yield Part(
        what=f"{memory:g} GiB while it runs",
        price=f"lambda/{arch}",
        quantity=use.lambda_requests * use.lambda_seconds * memory,
        assumption="lambda_seconds",
    )
