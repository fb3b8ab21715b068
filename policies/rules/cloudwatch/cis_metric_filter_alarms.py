"""Somebody is told when a trail records what CIS lists, from root logins to changes of the network.

Why: the record is complete, and nobody reads it: the new administrator is noticed when the data is gone.
Fix: for each of the listed events add a `cloudwatch.LogMetricFilter` to the trail's log group, and a `MetricAlarm`
with actions on its metric. Security Hub and GuardDuty see much of it as well, so it is asked only on request. A log
group of another stack is not looked into.
"""

from policies.facts.trail_alarms import EVENTS, groups, is_alarmed
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some


@rule(
    severity=Severity.MEDIUM,
    types=("aws:cloudtrail/trail:Trail",),
    profiles=(Profile.OPTIONAL,),
    controls=Controls(
        cis_aws_3="4.1 4.10 4.11 4.12 4.13 4.14 4.15 4.2 4.3 4.4 4.5 4.6 4.7 4.8 4.9",
        cis_aws_4="4.1 4.10 4.11 4.12 4.13 4.14 4.15 4.2 4.3 4.4 4.5 4.6 4.7 4.8 4.9",
        gdpr="25",
    ),
)
def cis_metric_filter_alarms(trail: Resource) -> Findings:
    group = trail["cloudWatchLogsGroupArn"]
    if not (found := groups(trail)):
        return trail.require(group.is_set() & (group.is_known() | Truth.UNKNOWN), group)
    return [
        finding
        for section, words in EVENTS.items()
        for finding in trail.require(some(is_alarmed(one, words) for one in found), group, f"no alarm for {section}")
    ]
