"""Every bucket has a public access block with all four switches on.

Why: without it one ACL or policy, written by whoever may write to the bucket, opens it to the world.
Fix: add a `BucketPublicAccessBlock` for the bucket, with all four arguments true.
"""

from policies.facts.families import BUCKETS, PUBLIC_ACCESS_BLOCKS
from policies.facts.public_access import blocks_all
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=BUCKETS,
    controls=Controls(
        cis_aws_3="2.1.4",
        cis_aws_4="2.1.4",
        fsbp="S3.8",
        hipaa="164.308(a)(3)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(C) 164.312(a)(1) 164.312(e)(1)",
        nist="AC-2(6) AC-3 AC-3(7) AC-4(21) AC-6 AC-17b AC-17(1) AC-17(4)(a) AC-17(9) AC-17(10) MP-2 SC-7a SC-7b SC-7c "
        "SC-7(2) SC-7(3) SC-7(7) SC-7(9)(a) SC-7(11) SC-7(20) SC-7(21) SC-7(24)(b) SC-7(25) SC-7(26) SC-7(27) SC-7(28) "
        "SC-25",
    ),
)
def s3_bucket_public_access_block(bucket: Resource) -> Findings:
    blocks = bucket.stack.bound_to(bucket, PUBLIC_ACCESS_BLOCKS, by="bucket")
    return bucket.require(
        blocks.some(lambda one: blocks_all(one.root)), detail="no public access block bound to it blocks everything"
    )
