"""The managed half of the cluster: EKS' control plane, its role and its logs."""

from ipaddress import IPv4Network
from typing import ClassVar

import pulumi
from pulumi_aws import cloudwatch, eks, iam, kms
from pydantic import Field, field_validator

from components.account import Account
from components.addons import KubernetesVersion
from components.base import Component
from components.grant import grant
from components.identities import make_role
from components.policy_document import trust
from components.settings import Deletion, Guarded, LogRetentionDays
from components.tags import environment

LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


class ControlPlaneArgs(Guarded):
    """The managed half of the cluster."""

    guarded: ClassVar[tuple[str, ...]] = ("deletion", "log_retention_days", "public_endpoint_cidrs")

    version: KubernetesVersion = KubernetesVersion.V1_35
    """Kubernetes version. A cluster goes up one minor version at a time, and never down."""
    public_endpoint_cidrs: list[IPv4Network] = Field(default=[])
    """Networks that may reach the API from the internet; none if empty."""
    log_retention_days: LogRetentionDays = 365
    """How long the control plane's logs, the audit log among them, are kept, in days."""
    deletion: Deletion = Deletion.PROTECTED
    """Whether `destroy` may delete the cluster."""

    @field_validator("public_endpoint_cidrs")
    @classmethod
    def _not_everybody(cls, blocks: list[IPv4Network]) -> list[IPv4Network]:
        if any(block.prefixlen == 0 for block in blocks):
            raise ValueError("must name the networks that need the API, got 0.0.0.0/0, the whole internet")
        return blocks


class ControlPlane(Component):
    """An EKS cluster without nodes.

    Attributes:
        cluster: the cluster.
    """

    endpoint: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: ControlPlaneArgs,
        *,
        subnet_ids: pulumi.Output[list[str]],
        key: kms.Key,
        logs_key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        logs = cloudwatch.LogGroup(
            name,
            # EKS writes to a group of this name; were it missing, EKS would make it, unencrypted and kept for ever.
            name=f"/aws/eks/{environment()}/cluster",
            kms_key_id=logs_key.arn,
            retention_in_days=args.log_retention_days,
            opts=self.child,
        )
        role = self._role(name)
        granted = self._grants(name, role, key)
        public_cidrs = [str(block) for block in args.public_endpoint_cidrs]
        vpc = {"subnet_ids": subnet_ids, "endpoint_private_access": True, "endpoint_public_access": bool(public_cidrs)}
        self.cluster = eks.Cluster(
            name,
            # Named before it is made: its logs and its nodes' subnets refer to it.
            name=environment(),
            version=args.version.value,
            role_arn=role.arn,
            vpc_config=vpc | ({"public_access_cidrs": public_cidrs} if public_cidrs else {}),
            # Who administers the cluster is an access entry that can be read and changed, not whoever came first.
            access_config={"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False},
            bootstrap_self_managed_addons=False,
            encryption_config={"provider": {"key_arn": key.arn}, "resources": ["secrets"]},
            enabled_cluster_log_types=LOG_TYPES,
            # After its standard support a version is upgraded, not paid for six times over.
            upgrade_policy={"support_type": "STANDARD"},
            deletion_protection=args.deletion.protects,
            opts=self.child_with(depends_on=[logs, *granted], protect=args.deletion.protects),
        )
        self.endpoint = self.cluster.endpoint
        self.publish()

    def _role(self, name: str) -> iam.Role:
        ours = {"StringEquals": {"aws:SourceAccount": Account.of(self).id}}
        return make_role(name, trust("eks.amazonaws.com", condition=ours), opts=self.child)

    def _grants(self, name: str, role: iam.Role, key: kms.Key) -> list[pulumi.Resource]:
        partition = Account.of(self).partition
        return [
            iam.RolePolicyAttachment(
                name,
                role=role.name,
                policy_arn=pulumi.Output.concat("arn:", partition, ":iam::aws:policy/AmazonEKSClusterPolicy"),
                opts=self.child,
            ),
            grant(
                f"{name}-secrets",
                role,
                {
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
                    "Resource": key.arn,
                },
                opts=self.child,
            ),
        ]
