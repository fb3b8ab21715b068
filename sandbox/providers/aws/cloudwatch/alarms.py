"""Metric alarms and dashboards."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.resource import Created, Resource, document
from sandbox.providers.aws.tags import Tagging, tag_map
from sandbox.providers.aws.translation import from_aws, parameters
from sandbox.schema import Problem

_RENAMES = {
    "evaluateLowSampleCountPercentiles": "EvaluateLowSampleCountPercentile",
    "metricQueries": "Metrics",
    "name": "AlarmName",
}
_NOT_SENT = {"region", "tags", "tagsAll"}


class MetricAlarm(Resource):
    token = "aws:cloudwatch/metricAlarm:MetricAlarm"
    service = "cloudwatch"
    name_property = "name"
    replace_on = frozenset({"name"})
    defaults: ClassVar = {"actionsEnabled": True, "treatMissingData": "missing"}
    unset = frozenset(
        {
            "alarmActions",
            "alarmDescription",
            "datapointsToAlarm",
            "dimensions",
            "extendedStatistic",
            "insufficientDataActions",
            "okActions",
            "threshold",
            "thresholdMetricId",
            "unit",
        }
    )
    # moto drops these without a word.
    unsupported = frozenset({"evaluationCriteria", "evaluationInterval", "evaluationWindow", "warmUpConfiguration"})
    tagging = Tagging(resource="ResourceARN")

    def check(self, inputs: Props) -> list[Problem]:
        if ("metricName" in inputs) == ("metricQueries" in inputs):
            return [Problem("metricName", "exactly one of metricName and metricQueries is needed")]
        return []

    def create(self, inputs: Props) -> Created:
        self._put(inputs)
        return Created(inputs["name"])

    def read(self, id: str, outputs: Props) -> Props | None:
        found = self.client.describe_alarms(AlarmNames=[id])["MetricAlarms"]
        if not found:
            return None
        shown: Props = from_aws(found[0], _RENAMES)
        return {
            **{name: value for name, value in shown.items() if name in _SHOWN},
            "arn": shown["alarmArn"],
            "dimensions": tag_map(found[0].get("Dimensions"), "Name"),
            "metricQueries": [_query(query) for query in found[0].get("Metrics", ())],
            # What was not asked for is absent in AWS, not a number.
            **{name: shown.get(name) or None for name in ("datapointsToAlarm", "period", "statistic", "unit")},
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_alarms(AlarmNames=[id])

    def _put(self, inputs: Props) -> None:
        settings = {name: value for name, value in inputs.items() if name not in _NOT_SENT}
        if "metricQueries" in settings:
            settings["metricQueries"] = [_asked(query) for query in settings["metricQueries"]]
        self.client.put_metric_alarm(**parameters(self.client, "put_metric_alarm", settings, _RENAMES))


class Dashboard(Resource):
    token = "aws:cloudwatch/dashboard:Dashboard"
    service = "cloudwatch"
    replace_on = frozenset({"dashboardName"})

    def create(self, inputs: Props) -> Created:
        self._put(inputs)
        return Created(inputs["dashboardName"])

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.get_dashboard(DashboardName=id)
        return {
            "dashboardArn": found["DashboardArn"],
            "dashboardName": id,
            "dashboardBody": found["DashboardBody"],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_dashboards(DashboardNames=[id])

    def _put(self, inputs: Props) -> None:
        self.client.put_dashboard(
            DashboardName=inputs["dashboardName"], DashboardBody=document(inputs["dashboardBody"])
        )


_SHOWN = frozenset(
    {
        "actionsEnabled",
        "alarmActions",
        "alarmDescription",
        "comparisonOperator",
        "evaluateLowSampleCountPercentiles",
        "evaluationPeriods",
        "extendedStatistic",
        "insufficientDataActions",
        "metricName",
        "name",
        "namespace",
        "okActions",
        "threshold",
        "thresholdMetricId",
        "treatMissingData",
    }
)


def _asked(query: Props) -> Props:
    """A metric query in AWS's form: what Pulumi calls the metric, AWS splits into the metric and its statistic."""
    metric = query.get("metric")
    if not metric:
        return query
    statistic = {name: metric[name] for name in ("period", "stat", "unit") if name in metric}
    identity = {name: value for name, value in metric.items() if name not in statistic}
    rest = {name: value for name, value in query.items() if name != "metric"}
    return {**rest, "metricStat": {**statistic, "metric": identity}}


def _query(query: Any) -> Props:
    """A metric query in Pulumi's form."""
    shown: Props = from_aws({name: value for name, value in query.items() if name != "MetricStat"})
    if statistic := query.get("MetricStat"):
        metric = {**from_aws({**statistic["Metric"], "Dimensions": None}), **from_aws({**statistic, "Metric": None})}
        dimensions = tag_map(statistic["Metric"].get("Dimensions"), "Name")
        shown["metric"] = {**{name: value for name, value in metric.items() if value is not None}}
        if dimensions:
            shown["metric"]["dimensions"] = dimensions
    return shown
