"""Trails send what they record to CloudWatch as well.

Why: files in a bucket raise no alarm: a deleted trail or a login of the root user is found weeks later.
Fix: set `cloud_watch_logs_group_arn` and `cloud_watch_logs_role_arn`.
"""

from policies.facts.trails import TRAILS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=TRAILS,
    controls=Controls(
        fsbp="CloudTrail.5",
        hipaa="164.308(a)(3)(ii)(A) 164.312(b)",
        gdpr="25 30",
        nist="AC-2(4) AC-3(1) AC-3(10) AC-4(26) AC-6(9) AU-2b AU-3a AU-3b AU-3c AU-3d AU-3e AU-3f AU-4(1) AU-6(1) "
        "AU-6(3) AU-6(4) AU-6(5) AU-6(6) AU-6(9) AU-7(1) AU-8b AU-9(7) AU-10 AU-12a AU-12c AU-12(1) AU-12(2) "
        "AU-12(3) AU-12(4) AU-14a AU-14b AU-14(3) AU-16 CA-7b CM-5(1)(b) CM-6a CM-9b IA-3(3)(b) MA-4(1)(a) "
        "PM-14a.1 PM-14b PM-31 SC-7(9)(b) SI-1(1)(c) SI-3(8)(b) SI-4(2) SI-4(17) SI-4(20) SI-7(8) SI-10(1)(c)",
    ),
)
def cloudtrail_to_cloudwatch(trail: Resource) -> Findings:
    group = trail["cloudWatchLogsGroupArn"]
    return trail.require(group.is_set(), group)
