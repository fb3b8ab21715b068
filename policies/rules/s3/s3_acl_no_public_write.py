"""No ACL lets everyone, or everyone with an AWS account, write to a bucket.

Why: a stranger can then replace a model or a dataset, plant malware under the platform's name, or store at its cost.
Fix: leave `acl` out and give access with a bucket policy that names who may write.
"""

from policies.facts.acls import forbid_public
from policies.facts.families import BUCKET_ACLS, BUCKETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=(*BUCKETS, *BUCKET_ACLS),
    controls=Controls(
        fsbp="S3.3",
        hipaa="164.308(a)(3)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(C) 164.312(a)(1) 164.312(e)(1)",
        nist="AC-2(6) AC-3 AC-3(7) AC-4(21) AC-6 AC-17b AC-17(1) AC-17(4)(a) AC-17(9) AC-17(10) CM-6a CM-9b MP-2 "
        "SC-7a SC-7b SC-7c SC-7(2) SC-7(3) SC-7(7) SC-7(9)(a) SC-7(11) SC-7(12) SC-7(16) SC-7(20) SC-7(21) "
        "SC-7(24)(b) SC-7(25) SC-7(26) SC-7(27) SC-7(28) SC-25",
    ),
)
def s3_acl_no_public_write(resource: Resource) -> Findings:
    return forbid_public(resource, ("public-read-write",), permissions=("WRITE", "WRITE_ACP", "FULL_CONTROL"))
