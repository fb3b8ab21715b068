"""Caches of Redis and Valkey are spoken to over TLS alone.

Why: whoever can listen in the network reads sessions and features, and the password of the cache.
Fix: set `transit_encryption_enabled` to true, and `transit_encryption_mode` to `required`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=("aws:elasticache/replicationGroup:ReplicationGroup",),
    controls=Controls(
        fsbp="ElastiCache.5",
    ),
)
def redis_in_transit(cache: Resource) -> Findings:
    encrypted, mode = cache["transitEncryptionEnabled"], cache["transitEncryptionMode"]
    return cache.require(encrypted.is_true(), encrypted) + cache.forbid(mode.equals("preferred"), mode)
