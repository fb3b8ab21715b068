"""Databases take over minor versions by themselves.

Why: minor versions mend flaws; a database that waits for somebody to think of it keeps them.
Fix: leave `auto_minor_version_upgrade` out, or set it to true.
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
        cis_aws_3="2.3.2",
        cis_aws_4="2.2.2",
        fsbp="RDS.13",
        hipaa="164.308(a)(5)(ii)(A)",
    ),
)
def rds_auto_minor_upgrade(database: Resource) -> Findings:
    upgraded = database["autoMinorVersionUpgrade"]
    return database.require(upgraded.is_true(default=True), upgraded)
