"""Every bucket clears away uploads that were begun and never finished.

Why: the parts of a broken upload are paid for, appear in no listing, and stay for ever.
Fix: add a lifecycle rule for the whole bucket with `abort_incomplete_multipart_upload={"days_after_initiation": 7}`.
"""

from policies.facts.buckets import has_lifecycle
from policies.facts.families import BUCKETS
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth, every


@rule(
    severity=Severity.LOW,
    types=BUCKETS,
)
def s3_abort_multipart(bucket: Resource) -> Findings:
    aborted = has_lifecycle(
        bucket,
        lambda one: _is_for_all(one) & one["abortIncompleteMultipartUpload"]["daysAfterInitiation"].at_least(1),
        inline=lambda one: _is_for_all(one) & one["abortIncompleteMultipartUploadDays"].at_least(1),
    )
    return bucket.require(aborted, detail="no lifecycle rule for the whole bucket ends unfinished uploads")


def _is_for_all(lifecycle: Node) -> Truth:
    narrowed = (lifecycle["prefix"], *(lifecycle["filter"][key] for key in ("prefix", "tag", "and")), lifecycle["tags"])
    return every(~one.is_set() for one in narrowed)
