"""The role that nodes bear."""

import pulumi
from pulumi_aws import iam

from components.account import Account
from components.base import Component
from components.identities import make_role
from components.policy_document import trust

POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
"""All a node may do. What pods may do is for their own roles: even the network plugin has one."""


class NodeRole(Component):
    """The role of nodes."""

    arn: pulumi.Output[str]
    role_name: pulumi.Output[str]

    def __init__(self, name: str, *, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        # EC2 takes the role for each instance and offers no condition that names the account.
        self.role = make_role(name, trust("ec2.amazonaws.com"), opts=self.child)
        partition = Account.of(self).partition
        for policy in POLICIES:
            iam.RolePolicyAttachment(
                f"{name}-{policy}",
                role=self.role.name,
                policy_arn=pulumi.Output.concat("arn:", partition, ":iam::aws:policy/", policy),
                opts=self.child,
            )
        self.arn = self.role.arn
        self.role_name = self.role.name
        self.publish()
