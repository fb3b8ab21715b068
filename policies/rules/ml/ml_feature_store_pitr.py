"""Feature stores can be put back to any moment, and are reached over TLS alone.

Why: a job that writes wrong features spoils every prediction from then on; without a former state they must be made
again from the beginning.
Fix: for a table or a cache tagged `purpose: feature-store`, or named so, enable `point_in_time_recovery` (DynamoDB), or
set `snapshot_retention_limit` and `transit_encryption_enabled` (ElastiCache); give the online store of a `FeatureGroup`
a key.
"""

from policies.facts.zones import FEATURE_STORES, is_for
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

TABLES = ("aws:dynamodb/table:Table",)
CACHES = ("aws:elasticache/replicationGroup:ReplicationGroup",)
GROUPS = ("aws:sagemaker/featureGroup:FeatureGroup",)


@rule(
    severity=Severity.MEDIUM,
    types=(*TABLES, *CACHES, *GROUPS),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("MEASURE 2.7",), iso_42001="A.4.3", nist="CP-9"),
)
def ml_feature_store_pitr(store: Resource) -> Findings:
    if store.type in GROUPS:
        online = store["onlineStoreConfig"]
        key = online["securityConfig"]["kmsKeyId"]
        return store.require(~online["enableOnlineStore"].is_true() | key.is_set(), key)
    meant = is_for(store, *FEATURE_STORES)
    if store.type in TABLES:
        recovery = store["pointInTimeRecovery"]["enabled"]
        return store.require(~meant | recovery.is_true(), recovery)
    kept, tls = store["snapshotRetentionLimit"], store["transitEncryptionEnabled"]
    return [*store.require(~meant | kept.at_least(1), kept), *store.require(~meant | tls.is_true(), tls)]
