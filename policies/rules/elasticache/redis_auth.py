"""Caches of Redis and Valkey ask who is there.

Why: whatever runs in the network, a pod that was taken over too, reads and empties the cache.
Fix: set `user_group_ids`, or `auth_token`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import some


@rule(
    severity=Severity.HIGH,
    types=("aws:elasticache/replicationGroup:ReplicationGroup",),
    controls=Controls(
        fsbp="ElastiCache.6",
    ),
)
def redis_auth(cache: Resource) -> Findings:
    known = some(cache[key].is_set() for key in ("userGroupIds", "authToken", "authTokenWo"))
    return cache.require(known, detail="neither a user group nor a token")
