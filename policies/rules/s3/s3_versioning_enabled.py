"""Every bucket keeps the former versions of its objects.

Why: one wrong job, or one stolen role, overwrites or deletes a dataset, and nothing brings it back.
Fix: add a `BucketVersioning` for the bucket with `versioning_configuration={"status": "Enabled"}`.
"""

from policies.facts.buckets import is_versioned
from policies.facts.families import BUCKETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=BUCKETS,
    controls=Controls(
        fsbp="S3.14",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(A) 164.308(a)(7)(ii)(B) 164.312(c)(1) 164.312(c)(2)",
        nist="AU-9(2) CP-1(2) CP-2(5) CP-6a CP-6(1) CP-6(2) CP-9a CP-9b CP-9c CP-10 CP-10(2) PM-11b PM-17b SC-5(2) "
        "SC-16(1) SI-1a.2 SI-1c.2 SI-13(5)",
    ),
)
def s3_versioning_enabled(bucket: Resource) -> Findings:
    return bucket.require(is_versioned(bucket), detail="no versioning bound to it is enabled")
