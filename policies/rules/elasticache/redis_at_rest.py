"""Caches of Redis and Valkey are encrypted at rest.

Why: snapshots and swapped memory hold sessions, features and answers of models.
Fix: set `at_rest_encryption_enabled` to true. The cache is made anew.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=("aws:elasticache/replicationGroup:ReplicationGroup",),
    controls=Controls(
        fsbp="ElastiCache.4",
    ),
)
def redis_at_rest(cache: Resource) -> Findings:
    encrypted = cache["atRestEncryptionEnabled"]
    # Valkey is unless it is said otherwise.
    by_default = cache["engine"].equals("valkey") & ~encrypted.is_false(default=True)
    return cache.require(encrypted.is_true() | by_default, encrypted)
