"""Instances are measured every minute.

Why: with a number every five minutes an alarm comes when the users have called already.
Fix: set `monitoring` to true.
"""

from policies.facts.machines import EC2_INSTANCES, own_or_template
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=EC2_INSTANCES,
    controls=Controls(
        hipaa="164.312(b)",
    ),
)
def ec2_detailed_monitoring(instance: Resource) -> Findings:
    monitoring = own_or_template(instance, "monitoring")
    # An instance says it by a flag, a template by an object.
    said = monitoring["enabled"] if isinstance(monitoring.value, dict | list) else monitoring
    return instance.require(said.is_true(), instance["monitoring"])
