"""The Kubernetes cluster: EKS with a private API, its add-ons, and the nodes that carry the platform itself."""

from collections.abc import Sequence

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_aws import eks, kms
from pydantic import Field, field_validator

from components.access import Access
from components.account import Account
from components.addons import ON_EVERY_NODE, ON_SOME_NODE, Addons
from components.base import Component
from components.control_plane import ControlPlane, ControlPlaneArgs
from components.kubeconfig import kubeconfig
from components.network import Network
from components.node_role import NodeRole
from components.nodes import POOL_LABEL, Kind, NodeGroup, Nodes
from components.pod_identity import pod_identity
from components.policy_document import Statement
from components.settings import Section


class ClusterArgs(ControlPlaneArgs, Section):
    """The Kubernetes cluster."""

    admins: list[str] = Field(default=[])
    """ARNs of the roles that administer the cluster; if empty, the role that runs `up`."""
    system_nodes: Nodes = Nodes()
    """What carries the platform's own workloads."""

    @field_validator("admins")
    @classmethod
    def _identities(cls, arns: list[str]) -> list[str]:
        for arn in arns:
            if not arn.startswith("arn:aws") or ":iam::" not in arn:
                raise ValueError(f"must be ARNs like arn:aws:iam::111122223333:role/admin, got {arn}")
        return arns


class Cluster(Component):
    """An EKS cluster.

    Attributes:
        kubernetes: the provider for what lives in the cluster: it waits for access, add-ons and nodes.
        eks: the cluster as AWS knows it.
        node_role: the role of every node.
    """

    cluster_name: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    kubeconfig: pulumi.Output[str]
    security_group_id: pulumi.Output[str]
    """The security group that nodes and control plane share."""

    def __init__(
        self,
        name: str,
        args: ClusterArgs,
        *,
        network: Network,
        key: kms.Key,
        logs_key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        control_plane = ControlPlane(
            f"{name}-control-plane",
            args,
            subnet_ids=network.private_subnet_ids,
            key=key,
            logs_key=logs_key,
            opts=self.child,
        )
        self.eks: eks.Cluster = control_plane.cluster
        access = Access(f"{name}-access", args.admins, cluster=self.eks, opts=self.child)
        before = Addons(
            f"{name}-node-addons", ON_EVERY_NODE, version=args.version, cluster=self.eks, key=key, opts=self.child
        )
        self.node_role = NodeRole(f"{name}-node", opts=self.child)
        system = NodeGroup(
            f"{name}-system",
            args.system_nodes,
            cluster=self.eks,
            role=self.node_role,
            subnet_ids=network.private_subnet_ids,
            key=key,
            kind=Kind(labels={POOL_LABEL: "system"}),
            opts=self.child_with(depends_on=[before, *network.ways]),
        )
        after = Addons(
            f"{name}-addons",
            ON_SOME_NODE,
            version=args.version,
            cluster=self.eks,
            key=key,
            opts=self.child_with(depends_on=[system]),
        )
        self.cluster_name = self.eks.name
        self.endpoint = self.eks.endpoint
        self.kubeconfig = kubeconfig(self.eks, Account.of(self).region)
        # A run with targets may leave the cluster out: it has no group then, and nothing is made that needs one.
        self.security_group_id = self.eks.vpc_config.apply(lambda vpc: vpc.get("cluster_security_group_id"))
        self.kubernetes = kubernetes.Provider(
            name, kubeconfig=self.kubeconfig, opts=self.child_with(depends_on=[access, after])
        )
        self._volumes(name, key)
        self.publish()

    def pod_identity(
        self,
        name: str,
        *,
        namespace: pulumi.Input[str],
        service_account: pulumi.Input[str],
        statements: Sequence[Statement],
        opts: pulumi.ResourceOptions,
    ) -> eks.PodIdentityAssociation:
        """Give a service account of this cluster a role with these permissions. `opts` needs a parent."""
        return pod_identity(
            name,
            cluster_name=self.cluster_name,
            namespace=namespace,
            service_account=service_account,
            statements=statements,
            opts=opts,
        )

    def _volumes(self, name: str, key: kms.Key) -> None:
        """Volumes are encrypted with our key unless a claim names another class."""
        kubernetes.storage.v1.StorageClass(
            f"{name}-volumes",
            metadata={"name": "gp3", "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}},
            provisioner="ebs.csi.aws.com",
            parameters={"type": "gp3", "encrypted": "true", "kmsKeyId": key.arn},
            # In the zone of the pod that mounts it.
            volume_binding_mode="WaitForFirstConsumer",
            allow_volume_expansion=True,
            opts=self.child_with(provider=self.kubernetes),
        )
