"""Every Helm chart the platform installs, pinned, and the one way to install it."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import pulumi
from pulumi_kubernetes import helm

TIMEOUT_S = 600
"""How long Helm waits for a chart's workloads to be ready: long enough for a node to start first."""


class Chart(Enum):
    """A pinned chart: release name, chart address, version, namespace, and its repository unless the address is OCI.

    A release bears its chart's own name, not an auto-name: charts derive the names of services and webhooks from it, a
    cluster holds one of each, and `helm list` then reads as people expect.
    """

    CERT_MANAGER = ("cert-manager", "oci://quay.io/jetstack/charts/cert-manager", "v1.21.1", "cert-manager")
    ENVOY_GATEWAY = ("envoy-gateway", "oci://docker.io/envoyproxy/gateway-helm", "1.9.0", "envoy-gateway-system")
    KARPENTER_CRD = ("karpenter-crd", "oci://public.ecr.aws/karpenter/karpenter-crd", "1.15.0", "kube-system")
    KARPENTER = ("karpenter", "oci://public.ecr.aws/karpenter/karpenter", "1.15.0", "kube-system")
    KEDA = ("keda", "keda", "2.20.2", "keda", "https://kedacore.github.io/charts")
    KSERVE_CRD = ("kserve-crd", "oci://ghcr.io/kserve/charts/kserve-crd", "v0.20.0", "kserve")
    KSERVE = ("kserve", "oci://ghcr.io/kserve/charts/kserve-resources", "v0.20.0", "kserve")
    KSERVE_RUNTIMES = (
        "kserve-runtime-configs",
        "oci://ghcr.io/kserve/charts/kserve-runtime-configs",
        "v0.20.0",
        "kserve",
    )
    KUEUE = ("kueue", "oci://registry.k8s.io/kueue/charts/kueue", "0.19.4", "kueue-system")
    NVIDIA_DEVICE_PLUGIN = (
        "nvidia-device-plugin",
        "nvidia-device-plugin",
        "0.19.3",
        "kube-system",
        "https://nvidia.github.io/k8s-device-plugin",
    )

    def __init__(
        self, release_name: str, address: str, version: str, namespace: str, repository: str | None = None
    ) -> None:
        self.release_name = release_name
        self.address = address
        self.version = version
        self.namespace = namespace
        self.repository = repository


def release(
    name: str,
    chart: Chart,
    *,
    values: Mapping[str, Any] | None = None,
    namespace: pulumi.Input[str] | None = None,
    opts: pulumi.ResourceOptions | None = None,
) -> helm.v3.Release:
    """Install a chart and wait until its workloads are ready.

    A failed installation or upgrade is rolled back as a whole, so that the next `up` starts from something known.

    Args:
        name: logical name.
        values: Helm values. No secret belongs here: Helm keeps values in the cluster.
        namespace: where it goes, if its namespace is a resource of the program; else the chart's own, which must exist.
    """
    source = helm.v3.RepositoryOptsArgs(repo=chart.repository) if chart.repository else None
    return helm.v3.Release(
        name,
        name=chart.release_name,
        chart=chart.address,
        version=chart.version,
        repository_opts=source,
        namespace=chart.namespace if namespace is None else namespace,
        values=dict(values or {}),
        atomic=True,
        cleanup_on_fail=True,
        max_history=5,
        skip_await=False,
        timeout=TIMEOUT_S,
        wait_for_jobs=True,
        opts=opts,
    )
