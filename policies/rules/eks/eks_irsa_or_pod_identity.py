"""Add-ons that call AWS have a role of their own.

Why: without one they use the node's role, which then every pod on the node can use.
Fix: set `pod_identity_associations`, or `service_account_role_arn`, on the `Addon`.
"""

from policies.facts.clusters import ADDONS, POD_IDENTITIES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some

ACCOUNTS = {
    "amazon-cloudwatch-observability": "cloudwatch-agent",
    "aws-ebs-csi-driver": "ebs-csi-controller-sa",
    "aws-efs-csi-driver": "efs-csi-controller-sa",
    "aws-fsx-csi-driver": "fsx-csi-controller-sa",
    "aws-mountpoint-s3-csi-driver": "s3-csi-driver-sa",
    "external-dns": "external-dns",
    "vpc-cni": "aws-node",
}
"""The service accounts of add-ons that call AWS (https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html)."""


@rule(
    severity=Severity.MEDIUM,
    types=ADDONS,
    controls=Controls(
        cis_eks="5.2.1",
    ),
)
def eks_irsa_or_pod_identity(addon: Resource) -> Findings:
    name, given = addon["addonName"], addon["podIdentityAssociations"]
    own = addon["serviceAccountRoleArn"].is_set() | given.some(lambda one: one["roleArn"].is_set())
    if (~name.equals(*ACCOUNTS) | own) is Truth.TRUE:
        return []
    apart = some(
        name.equals(addon_name) & identity["serviceAccount"].equals(account)
        for addon_name, account in ACCOUNTS.items()
        for identity in addon.stack.of(*POD_IDENTITIES)
    )
    return addon.require(~name.equals(*ACCOUNTS) | own | apart, given)
