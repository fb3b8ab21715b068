"""Sensitive datasets are encrypted with a key of their own.

Why: whoever may decrypt with a key that also guards queues, logs or databases can read what was collected about people.
Fix: encrypt the bucket with `aws:kms` and a `kms.Key` that only stores of data use: our `Storage` component is given
one.
"""

from policies.facts.buckets import is_encrypted
from policies.facts.customer_keys import is_own_key
from policies.facts.databases import DATABASES
from policies.facts.families import BUCKETS
from policies.facts.zones import DATASETS, SENSITIVE, is_classified, is_for
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some

KEYS = ("aws:kms/key:Key",)
OTHERS = {
    "kmsKeyId": (*DATABASES, "aws:cloudwatch/logGroup:LogGroup"),
    "kmsMasterKeyId": ("aws:sqs/queue:Queue", "aws:sns/topic:Topic"),
    "encryptionConfig.provider.keyArn": ("aws:eks/cluster:Cluster",),
}


@rule(
    severity=Severity.HIGH,
    types=BUCKETS,
    profiles=(Profile.ML,),
    controls=Controls(gdpr="32", ai_act="15", ai_rmf=("MEASURE 2.10",), iso_42001="A.7.2"),
)
def ml_pii_dataset_kms_dedicated(bucket: Resource) -> Findings:
    def encrypts(encryption: Node) -> Truth:
        default = encryption["applyServerSideEncryptionByDefault"]
        key = default["kmsMasterKeyId"]
        own = is_own_key(bucket, key) & ~bucket.stack.some_referred(key, KEYS, _is_shared)
        return default["sseAlgorithm"].equals("aws:kms", "aws:kms:dsse") & own

    meant = is_for(bucket, *DATASETS) & is_classified(bucket, *SENSITIVE)
    return bucket.require(~meant | is_encrypted(bucket, encrypts))


def _is_shared(key: Resource) -> Truth:
    return some(key.stack.bound_to(key, types, by=by).some() for by, types in OTHERS.items())
