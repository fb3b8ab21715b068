"""What arrived in the raw zone cannot be erased.

Why: all else is made from it: whoever can delete or replace what a model was trained on can poison every later one, and
leaves nothing to prove it by.
Fix: set `object_lock_enabled` on the bucket, or deny `s3:DeleteObjectVersion` to everyone in its policy, as our
`Storage` component does.
"""

from policies.facts.families import BUCKETS
from policies.facts.zones import RAW, is_for, refuses_erasure
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=BUCKETS,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="10(2)(b)", ai_rmf=("MEASURE 2.7",), iso_42001="A.7.5"),
)
def ml_raw_zone_immutable(bucket: Resource) -> Findings:
    return bucket.require(~is_for(bucket, *RAW) | refuses_erasure(bucket), detail="its objects can be erased")
