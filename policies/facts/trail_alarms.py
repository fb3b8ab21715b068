"""What is to be alarmed of when CloudTrail records it, from `data/trail_alarms.yaml`, which names its source."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

from policies.facts.alarms import METRIC_ALARMS
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth, some, truth

EVENTS: Final[dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "trail_alarms.yaml").read_text(encoding="utf-8")
)
"""The words that a filter's pattern must have, by section of the benchmark."""
GROUPS: Final = ("aws:cloudwatch/logGroup:LogGroup",)
FILTERS: Final = ("aws:cloudwatch/logMetricFilter:LogMetricFilter",)


def groups(trail: Resource) -> list[Resource]:
    """The log groups of this stack that a trail writes to; it names one by its ARN and `:*`."""
    named = trail["cloudWatchLogsGroupArn"]
    value = named.value.removesuffix(":*") if isinstance(named.value, str) else named.value
    return trail.stack.referred(Node(value, named.path, named.sources), GROUPS)


def is_alarmed(group: Resource, words: list[str]) -> Truth:
    """Whether a filter of a log group has all these words, and an alarm that does something watches its metric."""
    filters = group.stack.bound_to(group, FILTERS, by="logGroupName")
    return filters.some(lambda one: _has(one["pattern"], words) & _watched(one))


def _has(pattern: Node, words: list[str]) -> Truth:
    return pattern.satisfies(lambda text: isinstance(text, str) and all(word in text for word in words))


def _watched(metric_filter: Resource) -> Truth:
    return metric_filter.stack.remember((FILTERS, metric_filter.urn), lambda: _is_watched(metric_filter))


def _is_watched(metric_filter: Resource) -> Truth:
    metric, stack = metric_filter["metricTransformation"], metric_filter.stack
    alarms = stack.remember(METRIC_ALARMS, lambda: _by_metric(stack))
    candidates = list(stack.of(*METRIC_ALARMS))
    if isinstance(metric["name"].value, str):
        candidates = [*alarms.get(metric["name"].value, ()), *alarms.get(UNKNOWN, ())]
    return some(
        _same(one["metricName"], metric["name"]) & _same(one["namespace"], metric["namespace"]) & _acts(one)
        for one in candidates
    )


def _by_metric(stack: Stack) -> dict[object, list[Resource]]:
    """The alarms by the name of their metric; what is unknown stands for itself."""
    found: dict[object, list[Resource]] = {}
    for one in stack.of(*METRIC_ALARMS):
        name = one["metricName"].value
        if isinstance(name, str) or name is UNKNOWN:
            found.setdefault(name, []).append(one)
    return found


def _acts(alarm: Resource) -> Truth:
    return alarm["alarmActions"].is_set() & alarm["actionsEnabled"].is_true(default=True)


def _same(one: Node, other: Node) -> Truth:
    return (
        Truth.UNKNOWN
        if UNKNOWN in (one.value, other.value)
        else truth(one.value is not None and one.value == other.value)
    )
