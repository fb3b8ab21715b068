"""Every bucket encrypts its objects with a KMS key of the platform's own.

Why: S3's own keys open for whoever may read the object; a key of one's own is a second lock, with a log of each use.
Fix: set `sse_algorithm` to `aws:kms` and `kms_master_key_id` to a customer-managed key. Buckets that access logs are
delivered to are exempt: they can only use S3's keys.
"""

from policies.facts.buckets import is_encrypted, is_log_target
from policies.facts.families import BUCKETS
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.MEDIUM,
    types=BUCKETS,
    controls=Controls(
        fsbp="S3.17",
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        nist="AU-9(3) CP-9d CP-9(8) SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def s3_encryption_kms_cmk(bucket: Resource) -> Findings:
    return bucket.require(
        is_log_target(bucket) | is_encrypted(bucket, _is_own_key), detail="no encryption with a key of one's own"
    )


def _is_own_key(encryption: Node) -> Truth:
    chosen = encryption["applyServerSideEncryptionByDefault"]
    key = chosen["kmsMasterKeyId"]
    aws_managed = key.spells(r"(.*:)?alias/aws/s3")
    return chosen["sseAlgorithm"].equals("aws:kms", "aws:kms:dsse") & key.is_set() & ~aws_managed
