"""A key that is deleted can be kept for thirty days.

Why: with the key goes all that it encrypted; in a week of holidays nobody notices that nothing can be read.
Fix: leave `deletion_window_in_days` out, or set it to 30.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/externalKey:ExternalKey"),
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="KMS.3",
        nist="SA-9(6) SC-12 SC-12(2) SC-12(6)",
    ),
)
def kms_deletion_window(key: Resource) -> Findings:
    days = key["deletionWindowInDays"]
    return key.require(days.equals(None) | days.at_least(30), days)
