"""Secrets of the cluster are encrypted with a key of one's own.

Why: whoever gets at a copy of the cluster's database reads every password and token in it.
Fix: set `encryption_config` with `resources=["secrets"]` and a KMS key.
"""

from policies.facts.clusters import CLUSTERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=CLUSTERS,
    controls=Controls(
        fsbp="EKS.3",
        nsa="C-0066",
        cis_eks="5.3.1",
    ),
)
def eks_secrets_kms(cluster: Resource) -> Findings:
    encryption = cluster["encryptionConfig"]
    keyed = encryption["provider"]["keyArn"].is_set()
    return cluster.require(encryption["resources"].contains("secrets") & keyed, encryption)
