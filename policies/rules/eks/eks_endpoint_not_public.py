"""The API server of the cluster is not on the internet.

Why: a leaked kubeconfig or a flaw in the API server is enough, from anywhere.
Fix: set `endpoint_public_access` to false in `vpc_config`, and reach the cluster over a VPN or a session.
"""

from policies.facts.clusters import CLUSTERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=CLUSTERS,
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="EKS.1",
        cis_eks="5.4.2",
    ),
)
def eks_endpoint_not_public(cluster: Resource) -> Findings:
    public = cluster["vpcConfig"]["endpointPublicAccess"]
    return cluster.forbid(public.is_true(default=True), public)
