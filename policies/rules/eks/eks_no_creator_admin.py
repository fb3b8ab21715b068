"""Whoever creates the cluster does not silently become its administrator.

Why: that right is in no list: the role of a pipeline keeps it for ever, and nobody sees it.
Fix: set `bootstrap_cluster_creator_admin_permissions` to false in `access_config`, and add an `AccessEntry` for each
administrator.
"""

from policies.facts.clusters import CLUSTERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.MEDIUM,
    types=CLUSTERS,
)
def eks_no_creator_admin(cluster: Resource) -> Findings:
    creator = cluster["accessConfig"]["bootstrapClusterCreatorAdminPermissions"]
    return cluster.forbid(creator.is_true(default=True), creator)
