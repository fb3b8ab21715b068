"""Buckets that keep former versions say when these move to a cheaper class or go.

Why: every overwritten checkpoint and dataset stays for ever, unseen, and is paid for as if it were in use.
Fix: add `noncurrent_version_expiration` or `noncurrent_version_transitions` to a lifecycle rule of the bucket.
"""

from policies.facts.buckets import has_lifecycle, is_versioned
from policies.facts.families import BUCKETS
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.LOW,
    types=BUCKETS,
    controls=Controls(
        fsbp="S3.10",
    ),
)
def s3_lifecycle_noncurrent(bucket: Resource) -> Findings:
    return bucket.require(~is_versioned(bucket) | has_lifecycle(bucket, _ends_versions))


def _ends_versions(lifecycle: Node) -> Truth:
    return lifecycle["noncurrentVersionExpiration"].is_set() | lifecycle["noncurrentVersionTransitions"].is_set()
