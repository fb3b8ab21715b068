"""Ownership controls switch ACLs off.

Why: with ACLs on, whoever uploads an object owns it and can open it to others, past the bucket's policy.
Fix: set `rule={"object_ownership": "BucketOwnerEnforced"}`, or leave the `BucketOwnershipControls` out.
"""

from policies.facts.families import BUCKET_OWNERSHIPS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=BUCKET_OWNERSHIPS,
    controls=Controls(
        fsbp="S3.12",
    ),
)
def s3_acls_disabled(controls: Resource) -> Findings:
    ownership = controls["rule"]["objectOwnership"]
    return controls.require(ownership.equals("BucketOwnerEnforced"), ownership)
