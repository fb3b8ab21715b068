"""Who administers the cluster."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws
from pulumi_aws import eks

from components.account import Account
from components.base import Component


class Access(Component):
    """An access entry with full rights for each administrator."""

    admins: pulumi.Output[list[str]]
    """ARNs."""

    def __init__(
        self,
        name: str,
        admins: Sequence[str],
        *,
        cluster: eks.Cluster,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        principals: dict[str, pulumi.Input[str]] = {_suffix(arn): arn for arn in admins}
        if not principals:
            principals["deployer"] = self._deployer()
        for suffix, principal in principals.items():
            self._admin(f"{name}-{suffix}", principal, cluster)
        self.admins = pulumi.Output.all(*principals.values())
        self.publish()

    def _deployer(self) -> pulumi.Output[str]:
        """The role behind the session that runs `up`."""
        opts = pulumi.InvokeOptions(parent=self)
        session = aws.get_caller_identity_output(opts=opts).arn
        issuer: pulumi.Output[str] = aws.iam.get_session_context_output(arn=session, opts=opts).issuer_arn
        return issuer

    def _admin(self, name: str, arn: pulumi.Input[str], cluster: eks.Cluster) -> None:
        entry = eks.AccessEntry(name, cluster_name=cluster.name, principal_arn=arn, type="STANDARD", opts=self.child)
        eks.AccessPolicyAssociation(
            name,
            cluster_name=cluster.name,
            principal_arn=entry.principal_arn,
            policy_arn=pulumi.Output.concat(
                "arn:", Account.of(self).partition, ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
            ),
            access_scope={"type": "cluster"},
            opts=self.child,
        )


def _suffix(arn: str) -> str:
    """`111122223333-role-admin` for `arn:aws:iam::111122223333:role/admin`."""
    return arn.partition("::")[2].replace(":", "-").replace("/", "-")
