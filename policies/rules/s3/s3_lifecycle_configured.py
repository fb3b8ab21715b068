"""Every bucket has a lifecycle rule in force.

Why: what nobody deletes is paid for every month, and kept longer than it was promised to whom it is about.
Fix: add a `BucketLifecycleConfiguration` for the bucket with a rule whose `status` is `Enabled`.
"""

from policies.facts.buckets import has_lifecycle
from policies.facts.families import BUCKETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=BUCKETS,
    controls=Controls(
        fsbp="S3.13",
    ),
)
def s3_lifecycle_configured(bucket: Resource) -> Findings:
    return bucket.require(has_lifecycle(bucket), detail="no lifecycle rule in force is bound to it")
