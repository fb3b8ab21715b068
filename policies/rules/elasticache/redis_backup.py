"""Caches of Redis and Valkey keep a snapshot of every day.

Why: queues, sessions and features that are only in the cache are gone with one mistaken command.
Fix: set `snapshot_retention_limit` to 1 or more.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:elasticache/replicationGroup:ReplicationGroup",),
    controls=Controls(
        fsbp="ElastiCache.1",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(A) 164.308(a)(7)(ii)(B)",
        nist="CP-1(2) CP-2(5) CP-6a CP-6(1) CP-6(2) CP-9a CP-9b CP-9c CP-10 CP-10(2) SC-5(2) SI-13(5)",
    ),
)
def redis_backup(cache: Resource) -> Findings:
    setting = cache["snapshotRetentionLimit"]
    return cache.require(setting.at_least(1), setting)
