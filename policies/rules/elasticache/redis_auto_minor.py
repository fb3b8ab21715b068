"""Caches take security fixes by themselves.

Why: a hole that is public knowledge stays open until somebody thinks of the cache.
Fix: leave `auto_minor_version_upgrade` out, or set it to true.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=("aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"),
    controls=Controls(
        fsbp="ElastiCache.2",
    ),
)
def redis_auto_minor(cache: Resource) -> Findings:
    upgrades = cache["autoMinorVersionUpgrade"]
    return cache.require(upgrades.is_true(default=True), upgrades)
