"""Released models cannot be replaced or deleted, and are encrypted with a key of ours.

Why: a model that can be overwritten in place is not the one that was tested and approved: one upload changes what
every endpoint answers after its next restart.
Fix: set `object_lock_enabled` on the bucket, or version it and deny `s3:DeleteObjectVersion` to everyone, and encrypt
it with a `kms.Key`: our `Registry` component does.
"""

from functools import partial

from policies.facts.buckets import is_encrypted
from policies.facts.customer_keys import is_own_key
from policies.facts.families import BUCKETS
from policies.facts.zones import MODELS, is_for, refuses_erasure
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.HIGH,
    types=BUCKETS,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="12 15", ai_rmf=("MEASURE 2.7", "MANAGE 4.1"), iso_42001="A.6.2.5"),
)
def ml_registry_bucket_locked(bucket: Resource) -> Findings:
    meant = is_for(bucket, *MODELS)
    findings = bucket.require(~meant | refuses_erasure(bucket), bucket["objectLockEnabled"])
    return findings + bucket.require(
        ~meant | is_encrypted(bucket, partial(_has_own_key, bucket)), detail="no key of ours encrypts it"
    )


def _has_own_key(bucket: Resource, encryption: Node) -> Truth:
    default = encryption["applyServerSideEncryptionByDefault"]
    return default["sseAlgorithm"].equals("aws:kms", "aws:kms:dsse") & is_own_key(bucket, default["kmsMasterKeyId"])
