"""Databases can be set back to any moment of the last seven days.

Why: what a faulty migration destroys on Friday is noticed on Monday.
Fix: set `backup_retention_period` to 7 or more.
"""

from policies.facts.databases import DATABASES, is_replica_of_another
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=DATABASES,
    controls=Controls(
        fsbp="RDS.11",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(A) 164.308(a)(7)(ii)(B)",
        gdpr="32",
        nist="CP-1(2) CP-2(5) CP-6a CP-6(1) CP-6(2) CP-9a CP-9b CP-9c CP-10 CP-10(2) SC-5(2) SI-13(5)",
    ),
)
def rds_backup_retention(database: Resource) -> Findings:
    days = database["backupRetentionPeriod"]
    return database.require(days.at_least(7) | is_replica_of_another(database), days)
