"""The cluster's version of Kubernetes is in standard support.

Why: an older one costs six times as much by the hour, and is upgraded by AWS on its own day in the end.
Fix: set `version` to one of those in standard support, and upgrade one version at a time.
"""

from policies.facts.clusters import CLUSTERS, is_supported
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=CLUSTERS,
    controls=Controls(
        fsbp="EKS.2",
    ),
)
def eks_supported_version(cluster: Resource) -> Findings:
    version = cluster["version"]
    # Without one EKS takes the newest.
    return cluster.require(version.equals(None) | is_supported(version), version)
