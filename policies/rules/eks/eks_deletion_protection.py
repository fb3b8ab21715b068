"""The cluster is protected from deletion.

Why: one mistaken destroy takes every workload and volume of the platform.
Fix: set `deletion_protection` to true.
"""

from policies.facts.clusters import CLUSTERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule


@rule(severity=Severity.MEDIUM, types=CLUSTERS, profiles=(Profile.PROD,))
def eks_deletion_protection(cluster: Resource) -> Findings:
    protection = cluster["deletionProtection"]
    return cluster.require(protection.is_true(), protection)
