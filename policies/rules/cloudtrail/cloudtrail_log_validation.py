"""Trails sign what they record.

Why: whoever covers their tracks deletes or edits a file of the record, and nobody can prove it.
Fix: set `enable_log_file_validation` to true.
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
        cis_aws_3="3.2",
        cis_aws_4="3.2",
        fsbp="CloudTrail.4",
        hipaa="164.312(c)(1) 164.312(c)(2)",
        gdpr="25 32",
        nist="AU-9a CM-6a CM-9b PM-11b PM-17b SA-1(1) SA-10(1) SC-16(1) SI-1a.2 SI-1c.2 SI-4d SI-7a SI-7(1) "
        "SI-7(3) SI-7(7)",
    ),
)
def cloudtrail_log_validation(trail: Resource) -> Findings:
    validation = trail["enableLogFileValidation"]
    return trail.require(validation.is_true(), validation)
