"""An alarm that takes back a deployment says what missing data mean.

Why: a new version that answers nothing at all sends no metrics: by default the alarm then waits instead of ringing.
Fix: set `treat_missing_data`: `breaching` where requests always come, else `notBreaching`.
"""

from policies.facts.alarms import METRIC_ALARMS, rolls_back
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=METRIC_ALARMS)
def alarm_missing_data(alarm: Resource) -> Findings:
    missing = alarm["treatMissingData"]
    return alarm.require(~rolls_back(alarm) | missing.is_set(), missing)
