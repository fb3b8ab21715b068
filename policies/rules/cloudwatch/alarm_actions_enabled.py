"""The actions of every alarm are switched on.

Why: switched off for a night of maintenance and forgotten, the alarm is there and says nothing.
Fix: leave `actions_enabled` out.
"""

from policies.facts.alarms import ALARMS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=ALARMS,
    controls=Controls(
        fsbp="CloudWatch.17",
    ),
)
def alarm_actions_enabled(alarm: Resource) -> Findings:
    enabled = alarm["actionsEnabled"]
    return alarm.require(enabled.is_true(default=True), enabled)
