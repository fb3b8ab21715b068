"""Every alarm tells somebody, or has something done.

Why: an alarm that only turns red on a page that nobody has open is found by the users first.
Fix: set `alarm_actions` to a topic of SNS. Strata's queues take it as `alarm_topic_arn`.
"""

from policies.facts.alarms import ALARMS, COMPOSITE_ALARMS, rolls_back
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some, truth


@rule(
    severity=Severity.MEDIUM,
    types=ALARMS,
    controls=Controls(
        fsbp="CloudWatch.15",
        hipaa="164.312(b)",
        nist="AU-6(1) AU-6(5) AU-12(3) AU-14a AU-14b CA-2(2) CA-7 CA-7b PM-14a.1 PM-14b PM-31 SC-36(1)(a) SI-2a "
        "SI-4(12) SI-5b SI-5(1)",
    ),
)
def alarm_has_actions(alarm: Resource) -> Findings:
    actions = alarm["alarmActions"]
    return alarm.require(actions.is_set() | rolls_back(alarm) | _is_part(alarm), actions)


def _is_part(alarm: Resource) -> Truth:
    """Whether a composite alarm is made of it, and tells in its place."""
    names = [one for one in alarm.identifiers() if not one.startswith("arn:")]
    return some(
        _is_named(one["alarmRule"], alarm, names) for one in alarm.stack.of(*COMPOSITE_ALARMS) if one is not alarm
    )


def _is_named(made: Node, alarm: Resource, names: list[str]) -> Truth:
    certain = truth(alarm.urn in made.sources)
    return certain | made.satisfies(lambda text: any(f"({name})" in str(text).replace('"', "") for name in names))
