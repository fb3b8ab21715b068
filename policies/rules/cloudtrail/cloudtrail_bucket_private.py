"""The bucket that a trail is written to cannot be made public.

Why: the record of an account names every role, address and resource in it: a gift to whoever plans an attack.
Fix: add a `BucketPublicAccessBlock` with all four arguments true for the trail's bucket.
"""

from policies.facts.buckets import blocks_public_access
from policies.facts.families import BUCKETS
from policies.facts.trails import TRAILS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=TRAILS,
    controls=Controls(
        fsbp="CloudTrail.6",
        gdpr="25",
    ),
)
def cloudtrail_bucket_private(trail: Resource) -> Findings:
    target = trail["s3BucketName"]
    # A bucket of another stack is looked at where it is declared.
    open_ = trail.stack.some_referred(target, BUCKETS, lambda bucket: ~blocks_public_access(bucket))
    return trail.forbid(open_, target)
