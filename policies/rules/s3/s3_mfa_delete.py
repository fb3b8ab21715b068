"""Versions of audit records cannot be deleted without a second factor, or not at all while Object Lock keeps them.

Why: an intruder's first aim is the record of the intrusion; a stolen role alone must not be able to erase it.
Fix: lock the bucket with a `BucketObjectLockConfiguration`, or have the root user set MFA delete and declare it with
`mfa_delete="Enabled"`. Buckets that a trail is written to, and those tagged `purpose: audit`, are meant.
"""

from policies.facts.buckets import holds_evidence, is_locked
from policies.facts.families import BUCKET_VERSIONINGS, BUCKETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=BUCKETS,
    controls=Controls(
        cis_aws_3="2.1.2",
        cis_aws_4="2.1.2",
        fsbp="S3.20",
    ),
)
def s3_mfa_delete(bucket: Resource) -> Findings:
    versionings = bucket.stack.bound_to(bucket, BUCKET_VERSIONINGS, by="bucket")
    demanded = versionings.some(lambda one: one["versioningConfiguration"]["mfaDelete"].equals("Enabled"))
    inline = bucket["versioning"]["mfaDelete"].is_true()
    return bucket.require(~holds_evidence(bucket) | is_locked(bucket) | demanded | inline)
