"""Keys are renewed by KMS every year.

Why: the longer one key is in use, the more can be read with it once it is lost.
Fix: set `enable_key_rotation` to true. Asymmetric and HMAC keys, and those of stores outside KMS, cannot be renewed.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:kms/key:Key",),
    controls=Controls(
        cis_aws_3="3.6",
        cis_aws_4="3.6",
        fsbp="KMS.4",
        gdpr="25 30",
        nist="CM-6a CM-9b SA-9(6) SC-12 SC-12(2) SC-12(6)",
    ),
)
def kms_rotation_enabled(key: Resource) -> Findings:
    rotated, spec = key["enableKeyRotation"], key["customerMasterKeySpec"]
    symmetric = spec.equals(None, "SYMMETRIC_DEFAULT") & key["keyUsage"].equals(None, "ENCRYPT_DECRYPT")
    outside = key["customKeyStoreId"].is_set() | key["xksKeyId"].is_set()
    return key.require(rotated.is_true() | ~symmetric | outside, rotated)
