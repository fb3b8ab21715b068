"""Audit records and registered models lie under Object Lock.

Why: a record that its subject can rewrite proves nothing, and a model that can be replaced is not the one approved.
Fix: set `object_lock_enabled` on the `Bucket` and add a `BucketObjectLockConfiguration`. Buckets that a trail is
written to, and those tagged `purpose: audit` or `purpose: model-registry`, are meant.
"""

from policies.facts.buckets import holds_evidence, is_locked
from policies.facts.families import BUCKETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=BUCKETS,
    controls=Controls(
        fsbp="S3.15",
    ),
)
def s3_object_lock(bucket: Resource) -> Findings:
    return bucket.require(~holds_evidence(bucket, "model-registry") | is_locked(bucket), bucket["objectLockEnabled"])
