"""What a tag says of how long data is kept, a lifecycle rule does, to former versions too.

Why: a promise to delete personal data after a year that only a tag knows of is broken every day after it, and every
former version is a copy.
Fix: add a lifecycle rule with `expiration` and `noncurrent_version_expiration` within the days of `retention-days`.
"""

from policies.facts.buckets import has_lifecycle, is_versioned
from policies.facts.families import BUCKETS
from policies.facts.tags import tag
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, truth


@rule(
    severity=Severity.MEDIUM,
    types=BUCKETS,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="10", ai_rmf=("GOVERN 1.7",), iso_42001="A.7.2"),
)
def ml_dataset_retention_enforced(bucket: Resource) -> Findings:
    promised = tag(bucket, "retention-days")

    def ends(lifecycle: Node) -> Truth:
        return _is_within(lifecycle["expiration"]["days"], promised)

    def ends_versions(lifecycle: Node) -> Truth:
        ended = lifecycle["noncurrentVersionExpiration"]
        return _is_within(ended["noncurrentDays"], promised) | _is_within(ended["days"], promised)

    former = ~is_versioned(bucket) | has_lifecycle(bucket, ends_versions)
    return bucket.require(promised.equals(None) | has_lifecycle(bucket, ends) & former, promised)


def _is_within(days: Node, promised: Node) -> Truth:
    if UNKNOWN in (days.value, promised.value):
        return Truth.UNKNOWN
    try:
        return truth(0 < float(days.value) <= float(promised.value))
    except (TypeError, ValueError):
        return Truth.FALSE
