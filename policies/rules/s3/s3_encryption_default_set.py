"""Every bucket says how its objects are encrypted.

Why: without a rule of its own a bucket depends on a default that nobody chose and no review shows.
Fix: add a `BucketServerSideEncryptionConfiguration` for the bucket.
"""

from policies.facts.buckets import is_encrypted
from policies.facts.families import BUCKETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=BUCKETS,
    controls=Controls(
        hipaa="164.312(a)(2)(iv) 164.312(c)(2) 164.312(e)(2)(ii)",
        gdpr="32",
        nist="AU-9(3) CM-6a CM-9b CP-9d CP-9(8) PM-11b SC-8(3) SC-8(4) SC-13a SC-16(1) SC-28(1) SI-19(4)",
    ),
)
def s3_encryption_default_set(bucket: Resource) -> Findings:
    chosen = is_encrypted(bucket, lambda one: one["applyServerSideEncryptionByDefault"]["sseAlgorithm"].is_set())
    return bucket.require(chosen, detail="no encryption configuration is bound to it")
