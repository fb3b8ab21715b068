"""Tables are in a backup plan.

Why: recovery to a second reaches back 35 days at most, and goes with the table and the account.
Fix: have a `backup.Selection` select it, by its ARN or by a tag.
"""

from policies.facts.backups import is_backed_up
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:dynamodb/table:Table",),
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="DynamoDB.4",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(A) 164.308(a)(7)(ii)(B)",
        nist="CP-1(2) CP-2(5) CP-6a CP-6(1) CP-6(2) CP-9a CP-9b CP-9c CP-10 CP-10(2) SC-5(2) SI-13(5)",
    ),
)
def ddb_in_backup_plan(table: Resource) -> Findings:
    return table.require(is_backed_up(table), detail="no plan selects it")
