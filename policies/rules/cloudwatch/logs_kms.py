"""Log groups are encrypted with a key of one's own.

Why: logs hold what applications and audits write down, personal data among it; a key's use is logged and can be
withdrawn.
Fix: set `kms_key_id` to a customer-managed key whose policy lets CloudWatch Logs use it.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:cloudwatch/logGroup:LogGroup",),
    controls=Controls(
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        gdpr="32",
        nist="AU-9(3) CP-9d SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def logs_kms(group: Resource) -> Findings:
    key = group["kmsKeyId"]
    return group.require(key.is_set(), key)
