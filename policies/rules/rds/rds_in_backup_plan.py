"""Databases are in a plan of AWS Backup.

Why: their own backups go with them: one mistaken deletion, or one stolen account, takes both.
Fix: add a `backup.Selection` with the database's ARN, or with a tag that it bears.
"""

from policies.facts.backups import is_backed_up
from policies.facts.databases import DATABASES, is_replica_of_another
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=DATABASES,
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="RDS.26",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(A) 164.308(a)(7)(ii)(B)",
        nist="CP-1(2) CP-2(5) CP-6a CP-6(1) CP-6(2) CP-9a CP-9b CP-9c CP-10 CP-10(2) SC-5(2) SI-13(5)",
    ),
)
def rds_in_backup_plan(database: Resource) -> Findings:
    return database.require(is_backed_up(database) | is_replica_of_another(database), detail="no plan selects it")
