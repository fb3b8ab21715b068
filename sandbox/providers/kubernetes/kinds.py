"""The kinds that every cluster serves, with their scope.

Those that Kubernetes 1.35 serves by default, as its API reference lists them; kinds that only a review or a
binding uses are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sandbox.providers.kubernetes.control_plane import Kind

_NAMESPACED: Final[Mapping[str, str]] = {
    "v1": (
        "ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController "
        "ResourceQuota Secret Service ServiceAccount"
    ),
    "apps/v1": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
    "autoscaling/v1": "HorizontalPodAutoscaler",
    "autoscaling/v2": "HorizontalPodAutoscaler",
    "batch/v1": "CronJob Job",
    "coordination.k8s.io/v1": "Lease",
    "discovery.k8s.io/v1": "EndpointSlice",
    "events.k8s.io/v1": "Event",
    "networking.k8s.io/v1": "Ingress NetworkPolicy",
    "policy/v1": "PodDisruptionBudget",
    "rbac.authorization.k8s.io/v1": "Role RoleBinding",
    "resource.k8s.io/v1": "ResourceClaim ResourceClaimTemplate",
    "storage.k8s.io/v1": "CSIStorageCapacity",
}
_CLUSTER_WIDE: Final[Mapping[str, str]] = {
    "v1": "Namespace Node PersistentVolume",
    "admissionregistration.k8s.io/v1": (
        "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding "
        "ValidatingWebhookConfiguration"
    ),
    "apiextensions.k8s.io/v1": "CustomResourceDefinition",
    "apiregistration.k8s.io/v1": "APIService",
    "certificates.k8s.io/v1": "CertificateSigningRequest",
    "flowcontrol.apiserver.k8s.io/v1": "FlowSchema PriorityLevelConfiguration",
    "networking.k8s.io/v1": "IPAddress IngressClass ServiceCIDR",
    "node.k8s.io/v1": "RuntimeClass",
    "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding",
    "resource.k8s.io/v1": "DeviceClass ResourceSlice",
    "scheduling.k8s.io/v1": "PriorityClass",
    "storage.k8s.io/v1": "CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass",
}


def plural_of(kind: str) -> str:
    """`networkpolicies` for `NetworkPolicy`: how Kubernetes builds a resource name from a kind."""
    name = kind.lower()
    if name == "endpoints":
        return name
    if name.endswith(("s", "x", "ch", "sh")):
        return f"{name}es"
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}s"


BUILT_IN: Final[Mapping[tuple[str, str], Kind]] = {
    (api_version, name): Kind(api_version, name, plural_of(name), namespaced)
    for table, namespaced in ((_NAMESPACED, True), (_CLUSTER_WIDE, False))
    for api_version, names in table.items()
    for name in names.split()
}
"""By apiVersion and kind."""


def is_built_in(kind: Kind) -> bool:
    """Whether it is one of every cluster's own kinds, and not a custom one of the same name."""
    return (kind.api_version, kind.name) in BUILT_IN
