"""Destroying a bucket fails while there is something in it.

Why: with `force_destroy` a mistaken destroy, or a rename that replaces the bucket, deletes every object and version.
Fix: leave `force_destroy` out, and empty the bucket deliberately before it goes.
"""

from policies.facts.families import BUCKETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule


@rule(severity=Severity.MEDIUM, types=BUCKETS, profiles=(Profile.PROD,))
def s3_no_force_destroy_prod(bucket: Resource) -> Findings:
    force = bucket["forceDestroy"]
    return bucket.forbid(force.is_true(), force)
