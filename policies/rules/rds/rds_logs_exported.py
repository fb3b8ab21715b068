"""Databases write their logs to CloudWatch.

Why: logs that stay in the database go with it, and nobody is told of what is in them.
Fix: set `enabled_cloudwatch_logs_exports`, to `["postgresql", "upgrade"]` for PostgreSQL.
"""

from policies.facts.databases import DATABASES, exports_logs
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=DATABASES,
    controls=Controls(
        fsbp="RDS.9 RDS.36 RDS.37",
        hipaa="164.308(a)(3)(ii)(A) 164.308(a)(5)(ii)(C)",
        gdpr="32",
        nist="AC-2(4) AC-3(1) AC-3(10) AC-4(26) AC-6(9) AU-2b AU-3a AU-3b AU-3c AU-3d AU-3e AU-3f AU-6(3) AU-6(4) "
        "AU-6(6) AU-6(9) AU-8b AU-10 AU-12a AU-12c AU-12(1) AU-12(2) AU-12(3) AU-12(4) AU-14a AU-14b AU-14(3) "
        "CA-7b CM-5(1)(b) IA-3(3)(b) MA-4(1)(a) PM-14a.1 PM-14b PM-31 SC-7(9)(b) SI-1(1)(c) SI-3(8)(b) "
        "SI-4(2) SI-4(17) SI-4(20) SI-7(8) SI-10(1)(c)",
    ),
)
def rds_logs_exported(database: Resource) -> Findings:
    return database.require(exports_logs(database), database["enabledCloudwatchLogsExports"])
