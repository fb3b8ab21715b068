"""Tables cannot be deleted by mistake.

Why: a rename in the program, or a destroy of the wrong stack, deletes every row.
Fix: set `deletion_protection_enabled` to true.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:dynamodb/table:Table",),
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="DynamoDB.6",
    ),
)
def ddb_deletion_protection(table: Resource) -> Findings:
    setting = table["deletionProtectionEnabled"]
    return table.require(setting.is_true(), setting)
