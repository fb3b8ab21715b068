"""EKS: clusters, who may use them, what runs on them, the nodes, and the roles of their pods."""

from sandbox.providers.aws.eks import access, addon, cluster, node_group, pod_identity

__all__ = ["access", "addon", "cluster", "node_group", "pod_identity"]
