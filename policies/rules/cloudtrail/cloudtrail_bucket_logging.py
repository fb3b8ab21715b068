"""The bucket that a trail is written to logs who reads and writes it.

Why: whoever reads the record, or deletes from it, leaves no trace of that.
Fix: add a `BucketLogging` for the trail's bucket, with another bucket as its target.
"""

from policies.facts.buckets import is_logged
from policies.facts.families import BUCKETS
from policies.facts.trails import TRAILS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=TRAILS,
    controls=Controls(
        cis_aws_3="3.4",
        cis_aws_4="3.4",
        fsbp="CloudTrail.7",
        gdpr="25",
    ),
)
def cloudtrail_bucket_logging(trail: Resource) -> Findings:
    target = trail["s3BucketName"]
    # A bucket of another stack is looked at where it is declared.
    silent = trail.stack.some_referred(target, BUCKETS, lambda bucket: ~is_logged(bucket))
    return trail.forbid(silent, target)
