"""An API server that is on the internet answers named addresses only.

Why: the API server is then probed by everyone, and every flaw in it is exploited within hours.
Fix: set `public_access_cidrs` in `vpc_config` to your own addresses, or switch the public endpoint off.
"""

from policies.facts.clusters import CLUSTERS
from policies.facts.networks import is_world
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=CLUSTERS,
    controls=Controls(
        cis_eks="5.4.1",
    ),
)
def eks_public_cidrs_restricted(cluster: Resource) -> Findings:
    network = cluster["vpcConfig"]
    cidrs = network["publicAccessCidrs"]
    restricted = cidrs.is_set() & cidrs.every(lambda one: ~is_world(one))
    return cluster.require(~network["endpointPublicAccess"].is_true(default=True) | restricted, cidrs)
