"""Nodes reach the API server inside the VPC.

Why: without the private endpoint they go over the internet, and need a way out to it.
Fix: set `endpoint_private_access` to true in `vpc_config`.
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
        cis_eks="5.4.2",
    ),
)
def eks_private_endpoint_enabled(cluster: Resource) -> Findings:
    private = cluster["vpcConfig"]["endpointPrivateAccess"]
    return cluster.require(private.is_true(), private)
