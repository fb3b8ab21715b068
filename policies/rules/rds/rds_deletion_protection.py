"""Databases are protected from deletion.

Why: one mistaken destroy, or a change that replaces the database, takes all runs and models recorded in it.
Fix: set `deletion_protection` to true.
"""

from policies.facts.databases import DATABASES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=DATABASES,
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="RDS.7 RDS.8",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(C)",
        nist="CA-7(4)(c) CM-3a CP-1a.1(b) CP-1a.2 CP-2a CP-2a.6 CP-2a.7 CP-2d CP-2e CP-2(5) SA-15a.4 SC-5(2) SC-22 "
        "SI-13(5)",
    ),
)
def rds_deletion_protection(database: Resource) -> Findings:
    protection = database["deletionProtection"]
    return database.require(protection.is_true(), protection)
