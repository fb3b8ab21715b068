"""Data that says where it may lie is copied only to there.

Why: a copy in another country is under that country's law, and none of the people it is about agreed to that; it is
found in an audit, years later.
Fix: name the regions in the tag `data-residency` of the bucket, separated by spaces, and replicate it only to buckets
of this stack in one of them.
"""

from policies.facts.families import BUCKET_REPLICATIONS, BUCKETS
from policies.facts.tags import tag
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, truth


@rule(
    severity=Severity.HIGH,
    types=BUCKETS,
    profiles=(Profile.ML,),
    controls=Controls(ai_rmf=("MAP 4.1",), iso_42001="A.7.2"),
)
def ml_pii_no_cross_region_copy(bucket: Resource) -> Findings:
    allowed = tag(bucket, "data-residency")

    def leaves(replication: Node) -> Truth:
        copy = replication["destination"]["bucket"]
        return ~bucket.stack.some_referred(copy, BUCKETS, lambda one: _lies_in(one, allowed))

    bound = bucket.stack.bound_to(bucket, BUCKET_REPLICATIONS, by="bucket")
    left = bound.some(lambda one: one["rules"].some(leaves)) | bucket["replicationConfiguration"]["rules"].some(leaves)
    return bucket.forbid(~allowed.equals(None) & left, allowed, "it is copied to where it may not lie")


def _lies_in(copy: Resource, allowed: Node) -> Truth:
    provider = copy.stack.provider_of(copy)
    region = copy["region"].value
    if region is None and provider is not None:
        region = provider["region"].value
    if UNKNOWN in (region, allowed.value) or region is None:
        return Truth.UNKNOWN
    return truth(isinstance(allowed.value, str) and region in allowed.value.split())
