"""Buckets of datasets keep the former versions of their objects.

Why: a dataset that is poisoned or overwritten by a mistake cannot be put back, and no model can be trained again on
what it was trained on.
Fix: add a `BucketVersioning` with status `Enabled` for the bucket.
"""

from policies.facts.buckets import is_versioned
from policies.facts.families import BUCKETS
from policies.facts.zones import DATASETS, is_for
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=BUCKETS,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="10(2) 12", ai_rmf=("MEASURE 2.7",), iso_42001="A.7.5"),
)
def ml_dataset_versioned(bucket: Resource) -> Findings:
    return bucket.require(~is_for(bucket, *DATASETS) | is_versioned(bucket), detail="no versioning is bound to it")
