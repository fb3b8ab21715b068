"""Tables can be taken back to any second of the last days.

Why: a faulty job overwrites every row within minutes, and last night's backup does not have today's.
Fix: set `enabled` in `point_in_time_recovery` to true.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:dynamodb/table:Table",),
    controls=Controls(
        fsbp="DynamoDB.2",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(A) 164.308(a)(7)(ii)(B)",
        nist="CP-1(2) CP-2(5) CP-6(2) CP-9a CP-9b CP-9c CP-10 CP-10(2) SC-5(2) SI-13(5)",
    ),
)
def ddb_pitr(table: Resource) -> Findings:
    setting = table["pointInTimeRecovery"]["enabled"]
    return table.require(setting.is_true(), setting)
