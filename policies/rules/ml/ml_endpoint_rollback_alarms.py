"""An endpoint takes an update back when an alarm of this stack goes off.

Why: without an alarm SageMaker calls an update a success when the containers start, however many requests then fail;
an alarm that nobody made never goes off.
Fix: name one to ten `cloudwatch.MetricAlarm`s of this stack in `deployment_config.auto_rollback_configuration.alarms`.
"""

from policies.facts.alarms import ALARMS
from policies.facts.endpoints import ENDPOINTS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.MEDIUM,
    types=ENDPOINTS,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15 72", ai_rmf=("MANAGE 2.4", "MANAGE 4.1"), iso_42001="A.6.2.6"),
)
def ml_endpoint_rollback_alarms(endpoint: Resource) -> Findings:
    alarms = endpoint["deploymentConfig"]["autoRollbackConfiguration"]["alarms"]
    findings = endpoint.require(alarms.is_set(), alarms)
    for named in (one["alarmName"] for one in alarms.each()):
        there = endpoint.stack.some_referred(named, ALARMS, lambda _: Truth.TRUE)
        findings += endpoint.require(there, named, "no alarm of this stack")
    return findings
