"""Databases tell what their machine is doing, every minute or more often.

Why: at night nobody can tell whether it is memory, disk or one query without the numbers of the machine itself.
Fix: set `monitoring_interval` to 60 or less, and `monitoring_role_arn`.
"""

from policies.facts.databases import INSTANCES, MEMBERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=(*INSTANCES, *MEMBERS),
    controls=Controls(
        fsbp="RDS.6",
        hipaa="164.312(b)",
        nist="AU-12(3) AU-14a AU-14b CA-2(2) CA-7 CA-7b PM-14a.1 PM-14b PM-31 SC-36(1)(a) SI-2a",
    ),
)
def rds_enhanced_monitoring(database: Resource) -> Findings:
    interval = database["monitoringInterval"]
    return database.require(interval.at_least(1) & database["monitoringRoleArn"].is_set(), interval)
