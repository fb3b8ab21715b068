"""Who may enter the cluster is said by access entries.

Why: the older `aws-auth` map lives in the cluster, where whoever may edit it becomes its administrator, unseen by AWS.
Fix: set `authentication_mode` to `API` in `access_config`.
"""

from policies.facts.clusters import CLUSTERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=CLUSTERS,
    controls=Controls(
        cis_eks="4.1.7",
    ),
)
def eks_access_entries_mode(cluster: Resource) -> Findings:
    mode = cluster["accessConfig"]["authenticationMode"]
    return cluster.require(mode.equals("API", "API_AND_CONFIG_MAP"), mode)
