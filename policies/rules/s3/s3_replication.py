"""Buckets whose loss would be final are replicated.

Why: a mistake or an outage that takes a region takes the only copy of what cannot be made again.
Fix: add a `BucketReplicationConfig` with an enabled rule. Buckets tagged `criticality: high` are meant, but not those
that another bucket is replicated to.
"""

from policies.facts.buckets import is_replica
from policies.facts.families import BUCKET_REPLICATIONS, BUCKETS
from policies.facts.tags import CRITICALITY, is_tagged
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.MEDIUM,
    types=BUCKETS,
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="S3.7",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(A) 164.308(a)(7)(ii)(B)",
        nist="AU-9(2) CM-6a CM-9b CP-1(2) CP-2(5) CP-6a CP-6(1) CP-6(2) CP-9a CP-9b CP-9c CP-10 CP-10(2) SC-5(2) "
        "SI-13(5)",
    ),
)
def s3_replication(bucket: Resource) -> Findings:
    bound = bucket.stack.bound_to(bucket, BUCKET_REPLICATIONS, by="bucket")
    replicated = bound.some(lambda one: one["rules"].some(_is_on))
    inline = bucket["replicationConfiguration"]["rules"].some(_is_on)
    meant = is_tagged(bucket, CRITICALITY, "high")
    return bucket.require(~meant | replicated | inline | is_replica(bucket))


def _is_on(replication: Node) -> Truth:
    return replication["status"].equals("Enabled")
