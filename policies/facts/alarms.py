"""Alarms of CloudWatch, and what acts on them."""

from __future__ import annotations

from typing import Final

from policies.facts.tags import PURPOSE, is_tagged
from policies.resource import Resource
from policies.truth import Truth, some

METRIC_ALARMS: Final = ("aws:cloudwatch/metricAlarm:MetricAlarm",)
COMPOSITE_ALARMS: Final = ("aws:cloudwatch/compositeAlarm:CompositeAlarm",)
ALARMS: Final = (*METRIC_ALARMS, *COMPOSITE_ALARMS)
_DEPLOYMENTS: Final = {
    "deploymentConfig.autoRollbackConfiguration.alarms.alarmName": ("aws:sagemaker/endpoint:Endpoint",),
    "alarmConfiguration.alarms": ("aws:codedeploy/deploymentGroup:DeploymentGroup",),
    "alarms.alarmNames": ("aws:ecs/service:Service",),
}


def rolls_back(alarm: Resource) -> Truth:
    """Whether a deployment watches an alarm, to take itself back; or its tag says that it is for that."""
    watched = (alarm.stack.bound_to(alarm, types, by=by).some() for by, types in _DEPLOYMENTS.items())
    return some(watched) | is_tagged(alarm, PURPOSE, "rollback", "slo")
