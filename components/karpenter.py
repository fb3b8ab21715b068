"""Karpenter: nodes come when pods wait for them, and go when they are empty."""

import pulumi
from pulumi_aws import eks, iam, kms

from components.account import Account
from components.base import Component
from components.charts import Chart, release
from components.cluster import Cluster
from components.interruptions import Interruptions
from components.karpenter_permissions import instances, surroundings
from components.node_role import NodeRole

NAMESPACE = "kube-system"
SERVICE_ACCOUNT = "karpenter"


class Karpenter(Component):
    """The controller, its permissions, and the role of the nodes it makes.

    Attributes:
        node_role: the role of its nodes.
    """

    instance_profile: pulumi.Output[str]
    """Carries the nodes' role to instances."""

    def __init__(
        self,
        name: str,
        *,
        cluster: Cluster,
        key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self.node_role = NodeRole(f"{name}-node", opts=self.child)
        profile = iam.InstanceProfile(name, role=self.node_role.role_name, opts=self.child)
        entry = eks.AccessEntry(
            f"{name}-node",
            cluster_name=cluster.cluster_name,
            principal_arn=self.node_role.arn,
            type="EC2_LINUX",
            opts=self.child,
        )
        interruptions = Interruptions(f"{name}-interruptions", key=key, opts=self.child)
        account = Account.of(self)
        identity = cluster.pod_identity(
            name,
            namespace=NAMESPACE,
            service_account=SERVICE_ACCOUNT,
            statements=[
                *instances(cluster.cluster_name, account),
                *surroundings(
                    cluster_arn=cluster.eks.arn,
                    node_role_arn=self.node_role.arn,
                    queue_arn=interruptions.queue_arn,
                    key=key,
                    account=account,
                ),
            ],
            opts=self.child,
        )
        kinds = release(f"{name}-crd", Chart.KARPENTER_CRD, opts=self.child)
        controller = release(
            name,
            Chart.KARPENTER,
            values={
                "serviceAccount": {"name": SERVICE_ACCOUNT},
                "settings": {"clusterName": cluster.cluster_name, "interruptionQueue": interruptions.queue_name},
                # It must not wait for a DNS server that waits for the nodes it makes.
                "dnsPolicy": "Default",
            },
            opts=self.child_with(depends_on=[kinds, identity, entry, self.node_role, interruptions]),
        )
        # Through the controller: what names the profile is made after it, and removed while it still runs.
        self.instance_profile = pulumi.Output.all(profile.name, controller.id).apply(lambda known: str(known[0]))
        self.publish()
