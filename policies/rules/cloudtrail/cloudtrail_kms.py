"""What CloudTrail records is encrypted with a key of one's own.

Why: whoever may read the bucket reads who did what, from where and with which role: a map for the next step.
Fix: set `kms_key_id` to a customer-managed key whose policy lets CloudTrail encrypt.
"""

from policies.facts.trails import TRAILS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=(*TRAILS, "aws:cloudtrail/eventDataStore:EventDataStore"),
    controls=Controls(
        cis_aws_3="3.5",
        cis_aws_4="3.5",
        fsbp="CloudTrail.2",
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        gdpr="25 30 32",
        nist="AU-9(3) CM-6a CM-9b CP-9d SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def cloudtrail_kms(trail: Resource) -> Findings:
    key = trail["kmsKeyId"]
    return trail.require(key.is_set(), key)
