"""A trail records who reads and who writes objects in buckets.

Why: by itself a trail records what is done to buckets, but not who took the training data out of one.
Fix: add an event selector for `AWS::S3::Object` with `read_write_type` `All`, or an advanced one for the category
`Data`. One trail of the stack is enough: each bills for what it records.
"""

from policies.facts.trails import TRAILS, records_objects
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.stack import Stack
from policies.standards import Controls
from policies.truth import Truth, every, some


@rule(
    severity=Severity.MEDIUM,
    types=TRAILS,
    controls=Controls(
        cis_aws_3="3.8 3.9",
        cis_aws_4="3.8 3.9",
        fsbp="S3.22 S3.23",
        hipaa="164.308(a)(3)(ii)(A) 164.312(b)",
        gdpr="30",
        nist="AC-2(4) AC-3(1) AC-3(10) AC-4(26) AC-6(9) AU-2b AU-3a AU-3b AU-3c AU-3d AU-3e AU-3f AU-6(3) AU-6(4) "
        "AU-6(6) AU-6(9) AU-8b AU-10 AU-12a AU-12c AU-12(1) AU-12(2) AU-12(3) AU-12(4) AU-14a AU-14b AU-14(3) "
        "CA-7b CM-5(1)(b) CM-6a CM-9b IA-3(3)(b) MA-4(1)(a) PM-14a.1 PM-14b PM-31 SC-7(9)(b) SI-1(1)(c) "
        "SI-3(8)(b) SI-4(2) SI-4(17) SI-4(20) SI-7(8) SI-10(1)(c)",
    ),
)
def cloudtrail_s3_data_events(trail: Resource) -> Findings:
    recorded = trail.stack.remember(TRAILS, lambda: _records_both(trail.stack))
    return trail.require(recorded, detail="no trail of the stack records both")


def _records_both(stack: Stack) -> Truth:
    trails = list(stack.of(*TRAILS))
    return every(some(records_objects(one, access) for one in trails) for access in ("ReadOnly", "WriteOnly"))
