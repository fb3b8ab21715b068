"""What EKS keeps running in the cluster: pinned for each Kubernetes version, with a role of its own where needed.

Versions: `aws eks describe-addon-versions --kubernetes-version <version>`, as of 2026-11.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pulumi
from pulumi_aws import eks, iam, kms

from components.account import Account
from components.base import Component
from components.grant import grant
from components.keys import USE
from components.pod_identity import pod_role
from components.policy_document import Statement


class KubernetesVersion(StrEnum):
    """Versions of Kubernetes in EKS' standard support."""

    V1_34 = "1.34"
    V1_35 = "1.35"
    V1_36 = "1.36"


@dataclass(frozen=True)
class Addon:
    """An EKS add-on."""

    name: str
    versions: Mapping[KubernetesVersion, str]
    configuration: Mapping[str, Any] = field(default_factory=dict)
    service_account: str | None = None
    """In `kube-system`; takes a role with `policy`."""
    policy: str | None = None
    """The AWS-managed policy written for the add-on."""


def _versions(v1_34: str, v1_35: str, v1_36: str) -> Mapping[KubernetesVersion, str]:
    return dict(zip(KubernetesVersion, (v1_34, v1_35, v1_36), strict=True))


POD_IDENTITY = Addon("eks-pod-identity-agent", _versions(*["v1.3.10-eksbuild.3"] * 3))
NETWORK = Addon(
    "vpc-cni",
    _versions("v1.21.1-eksbuild.7", "v1.21.1-eksbuild.8", "v1.22.4-eksbuild.3"),
    configuration={"enableNetworkPolicy": "true"},
    service_account="aws-node",
    policy="AmazonEKS_CNI_Policy",
)
PROXY = Addon("kube-proxy", _versions("v1.34.6-eksbuild.11", "v1.35.3-eksbuild.5", "v1.36.0-eksbuild.21"))
DNS = Addon("coredns", _versions("v1.13.2-eksbuild.10", "v1.14.2-eksbuild.4", "v1.14.3-eksbuild.16"))
VOLUMES = Addon(
    "aws-ebs-csi-driver",
    _versions("v1.61.1-eksbuild.1", "v1.59.0-eksbuild.1", "v1.63.1-eksbuild.1"),
    service_account="ebs-csi-controller-sa",
    policy="service-role/AmazonEBSCSIDriverPolicy",
)

ON_EVERY_NODE = (POD_IDENTITY, NETWORK, PROXY)
"""What a node needs to become ready: installed before the first one."""
ON_SOME_NODE = (DNS, VOLUMES)
"""What needs a node to run on."""


class Addons(Component):
    """Add-ons of a cluster."""

    versions: pulumi.Output[dict[str, str]]
    """Version by add-on."""

    def __init__(
        self,
        name: str,
        addons: tuple[Addon, ...],
        *,
        version: KubernetesVersion,
        cluster: eks.Cluster,
        key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        installed = {
            addon.name: eks.Addon(
                f"{name}-{addon.name}",
                cluster_name=cluster.name,
                addon_name=addon.name,
                addon_version=addon.versions[version],
                configuration_values=json.dumps(addon.configuration) if addon.configuration else None,
                resolve_conflicts_on_create="OVERWRITE",
                resolve_conflicts_on_update="OVERWRITE",
                pod_identity_associations=self._identity(f"{name}-{addon.name}", addon, cluster, key),
                opts=self.child,
            )
            for addon in addons
        }
        self.versions = pulumi.Output.all(**{called: addon.addon_version for called, addon in installed.items()})
        self.publish()

    def _identity(self, name: str, addon: Addon, cluster: eks.Cluster, key: kms.Key) -> list[dict[str, Any]] | None:
        if addon.service_account is None or addon.policy is None:
            return None
        role = pod_role(
            name,
            cluster_name=cluster.name,
            namespace="kube-system",
            service_account=addon.service_account,
            opts=self.child,
        )
        policy_arn = pulumi.Output.concat("arn:", Account.of(self).partition, ":iam::aws:policy/", addon.policy)
        granted = [iam.RolePolicyAttachment(name, role=role.name, policy_arn=policy_arn, opts=self.child)]
        if addon is VOLUMES:
            granted.append(grant(f"{name}-key", role, *_volume_key(key), opts=self.child))
        # Through the grants, so that the add-on never starts with a role that may do nothing.
        ready = pulumi.Output.all(role.arn, *(each.id for each in granted)).apply(lambda known: str(known[0]))
        return [{"role_arn": ready, "service_account": addon.service_account}]


def _volume_key(key: kms.Key) -> tuple[Statement, ...]:
    """AWS' own policy for the driver knows nothing of our key."""
    return (
        {"Effect": "Allow", "Action": USE, "Resource": key.arn},
        {
            "Effect": "Allow",
            "Action": "kms:CreateGrant",
            "Resource": key.arn,
            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
    )
