"""What the emulated EKS offers. AWS's own lists change weekly; these are the versions that the sandbox accepts."""

from __future__ import annotations

from typing import Final

VERSIONS: Final = {"1.34": "eks.16", "1.35": "eks.9", "1.36": "eks.3"}
"""Kubernetes versions in standard support, and the platform version of a new cluster."""

DEFAULT_VERSION: Final = "1.35"

ACCESS_POLICIES: Final = (
    "AmazonEKSAdminPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSAutoNodePolicy",
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSSecretReaderPolicy",
    "AmazonEKSViewPolicy",
)
"""Names of the cluster access policies."""

ADDON_VERSIONS: Final = {
    "amazon-cloudwatch-observability": ["v5.4.0-eksbuild.1", "v4.8.0-eksbuild.1"],
    "aws-ebs-csi-driver": [
        "v1.63.1-eksbuild.1",
        "v1.61.1-eksbuild.1",
        "v1.59.0-eksbuild.1",
        "v1.56.0-eksbuild.1",
        "v1.54.0-eksbuild.1",
    ],
    "aws-efs-csi-driver": ["v3.2.0-eksbuild.1", "v2.3.0-eksbuild.1"],
    "aws-fsx-csi-driver": ["v1.8.0-eksbuild.1", "v1.7.0-eksbuild.1"],
    "aws-mountpoint-s3-csi-driver": ["v2.3.0-eksbuild.1", "v2.2.0-eksbuild.1"],
    "aws-secrets-store-csi-driver-provider": ["v2.1.1-eksbuild.1"],
    "cert-manager": ["v1.21.1-eksbuild.1", "v1.19.2-eksbuild.1"],
    "coredns": ["v1.14.3-eksbuild.16", "v1.14.2-eksbuild.4", "v1.13.2-eksbuild.10", "v1.12.4-eksbuild.1"],
    "eks-node-monitoring-agent": ["v1.5.1-eksbuild.1", "v1.4.2-eksbuild.1"],
    "eks-pod-identity-agent": ["v1.3.10-eksbuild.3", "v1.3.10-eksbuild.2", "v1.3.9-eksbuild.3"],
    "external-dns": ["v0.20.0-eksbuild.1"],
    "kube-state-metrics": ["v2.18.0-eksbuild.1", "v2.17.0-eksbuild.4"],
    "metrics-server": ["v0.8.1-eksbuild.1", "v0.8.0-eksbuild.6"],
    "prometheus-node-exporter": ["v1.10.2-eksbuild.1"],
    "snapshot-controller": ["v8.5.0-eksbuild.1", "v8.3.0-eksbuild.1"],
    "vpc-cni": ["v1.22.4-eksbuild.3", "v1.21.1-eksbuild.8", "v1.21.1-eksbuild.7", "v1.21.1-eksbuild.1"],
}
"""Add-on versions, newest first; each fits every supported Kubernetes version and the first is the default."""

KUBE_PROXY: Final = {
    "v1.36.0-eksbuild.21": "1.36",
    "v1.35.3-eksbuild.5": "1.35",
    "v1.35.0-eksbuild.2": "1.35",
    "v1.34.6-eksbuild.11": "1.34",
    "v1.34.3-eksbuild.2": "1.34",
}
"""kube-proxy follows the cluster's version."""

ADDONS: Final[dict[str, dict[str, dict[str, bool]]]] = {
    **{
        name: {version: dict.fromkeys(VERSIONS, position == 0) for position, version in enumerate(versions)}
        for name, versions in ADDON_VERSIONS.items()
    },
    "kube-proxy": {
        version: {cluster: version == next(v for v, c in KUBE_PROXY.items() if c == cluster)}
        for version, cluster in KUBE_PROXY.items()
    },
}
"""Add-on → its versions → the cluster versions each fits, and whether it is the default there."""
