"""A role for the pods of one service account, and for nothing else."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import eks, iam

from components.account import Account
from components.grant import grant
from components.identities import make_role
from components.policy_document import Statement, trust


def pod_role(
    name: str,
    *,
    cluster_name: pulumi.Input[str],
    namespace: pulumi.Input[str],
    service_account: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> iam.Role:
    """A role that only the pods of one service account can take, still without permissions.

    Args:
        name: logical name.
        opts: options of the role; the parent is required.
    """
    if opts.parent is None:
        raise ValueError(f"pod identity {name}: its options need a parent")
    ours = {
        # The service acts for every cluster of every account; the tags are those it puts on its own requests
        # (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html).
        "StringEquals": {
            "aws:SourceAccount": Account.of(opts.parent).id,
            "aws:RequestTag/eks-cluster-name": cluster_name,
            "aws:RequestTag/kubernetes-namespace": namespace,
            "aws:RequestTag/kubernetes-service-account": service_account,
        }
    }
    trusted = trust("pods.eks.amazonaws.com", condition=ours, actions=("sts:TagSession",))
    return make_role(name, trusted, opts=opts)


def pod_identity(
    name: str,
    *,
    cluster_name: pulumi.Input[str],
    namespace: pulumi.Input[str],
    service_account: pulumi.Input[str],
    statements: Sequence[Statement],
    opts: pulumi.ResourceOptions,
) -> eks.PodIdentityAssociation:
    """Give a service account a role with these permissions. Pods that start afterwards have it.

    Args:
        name: logical name of the role, its policy and the association.
        opts: options of every child; the parent is required.
    """
    role = pod_role(name, cluster_name=cluster_name, namespace=namespace, service_account=service_account, opts=opts)
    granted = grant(name, role, *statements, opts=opts)
    return eks.PodIdentityAssociation(
        name,
        cluster_name=cluster_name,
        namespace=namespace,
        service_account=service_account,
        role_arn=role.arn,
        # Whoever waits for the association may rely on the permissions.
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[granted])),
    )
