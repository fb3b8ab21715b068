"""A cache in production carries on in another zone when a node fails.

Why: otherwise every session and feature is gone, and the load falls on the store behind it at once.
Fix: set `automatic_failover_enabled` and `multi_az_enabled` to true, with one replica or more.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:elasticache/replicationGroup:ReplicationGroup",),
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="ElastiCache.3",
    ),
)
def redis_failover(cache: Resource) -> Findings:
    settings = [cache[key] for key in ("automaticFailoverEnabled", "multiAzEnabled")]
    return [found for one in settings for found in cache.require(one.is_true(), one)]
