"""Clusters: supported versions, the cluster security group, and the fields that moto drops."""

from __future__ import annotations

import uuid
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.eks.exceptions import InvalidParameterException, InvalidRequestException

from sandbox.aws.emulated.eks.backend import Fields
from sandbox.aws.emulated.eks.catalogue import DEFAULT_VERSION, VERSIONS
from sandbox.aws.emulated.eks.operations import Operations, found, minor, now

KEPT_FIELDS = (
    "computeConfig",
    "controlPlaneScalingConfig",
    "deletionProtection",
    "kubeApiServerConfig",
    "kubeControllerManagerConfig",
    "kubeSchedulerConfig",
    "storageConfig",
    "upgradePolicy",
    "zonalShiftConfig",
)
"""Fields of a cluster that moto drops at creation and at update."""


class Clusters(Operations):
    """Operations on clusters."""

    def create_cluster(self) -> ActionResult:
        body = self._fields()
        version = body.get("version", DEFAULT_VERSION)
        if version not in VERSIONS:
            raise InvalidParameterException(message=f"unsupported Kubernetes version {version}; got {sorted(VERSIONS)}")
        self._require_role(body["roleArn"])
        vpc = self._network_of(body["resourcesVpcConfig"].get("subnetIds", []), zones_min=2)
        super().create_cluster()
        cluster = self._eks.clusters[body["name"]]
        cluster.version, cluster.platformVersion = version, VERSIONS[version]
        unique = uuid.uuid4().hex.upper()
        cluster.endpoint = f"https://{unique}.gr7.{self.region}.eks.amazonaws.com"
        cluster.identity = {"oidc": {"issuer": f"https://oidc.eks.{self.region}.amazonaws.com/id/{unique}"}}
        cluster.resources_vpc_config = {
            "endpointPublicAccess": True,
            "endpointPrivateAccess": False,
            "securityGroupIds": [],
            **(
                {"publicAccessCidrs": ["0.0.0.0/0"]}
                if body["resourcesVpcConfig"].get("endpointPublicAccess", True)
                else {}
            ),
            **body["resourcesVpcConfig"],
            "vpcId": vpc,
            "clusterSecurityGroupId": self._create_security_group(body["name"], vpc),
        }
        cluster.kubernetes_network_config = {
            "serviceIpv4Cidr": "172.20.0.0/16",
            "ipFamily": "ipv4",
            "elasticLoadBalancing": {"enabled": False},
            **body.get("kubernetesNetworkConfig", {}),
        }
        cluster.logging = _complete_logging(body.get("logging", {}))
        cluster.access_config = {
            "authenticationMode": "CONFIG_MAP",
            "bootstrapClusterCreatorAdminPermissions": True,
            **body.get("accessConfig", {}),
        }
        defaults = {"upgradePolicy": {"supportType": "EXTENDED"}, "deletionProtection": False}
        for field in KEPT_FIELDS:
            if (value := body.get(field, defaults.get(field))) is not None:
                setattr(cluster, field, value)
        self._admit_creator(cluster)
        return ActionResult({"cluster": cluster})

    def update_cluster_config(self) -> ActionResult:
        body, cluster = self._fields(), self._cluster()
        if "resourcesVpcConfig" in body:
            cluster.resources_vpc_config = {**cluster.resources_vpc_config, **body["resourcesVpcConfig"]}
            if not cluster.resources_vpc_config["endpointPublicAccess"]:
                cluster.resources_vpc_config.pop("publicAccessCidrs", None)
        if "logging" in body:
            cluster.logging = _complete_logging(body["logging"], cluster.logging)
        if "accessConfig" in body:
            self._change_authentication(cluster, body["accessConfig"]["authenticationMode"])
        for field in (*KEPT_FIELDS, "remoteNetworkConfig"):
            if field in body:
                setattr(cluster, field, body[field])
        if "kubernetesNetworkConfig" in body:
            cluster.kubernetes_network_config = {**cluster.kubernetes_network_config, **body["kubernetesNetworkConfig"]}
        return self._updated("ConfigUpdate", body)

    def update_cluster_version(self) -> ActionResult:
        body, cluster = self._fields(), self._cluster()
        current, wanted = minor(cluster.version), minor(body["version"])
        if body["version"] not in VERSIONS or wanted != current + 1:
            message = f"Unsupported Kubernetes minor version update from {cluster.version} to {body['version']}"
            raise InvalidParameterException(message=message)
        cluster.version, cluster.platformVersion = body["version"], VERSIONS[body["version"]]
        return self._updated("VersionUpdate", body)

    def associate_encryption_config(self) -> ActionResult:
        body, cluster = self._fields(), self._cluster()
        if cluster.encryption_config:
            raise InvalidParameterException(message="encryptionConfig is already associated with the cluster")
        cluster.encryption_config = body["encryptionConfig"]
        return self._updated("AssociateEncryptionConfig", body)

    def delete_cluster(self) -> ActionResult:
        cluster = self._cluster()
        if cluster.deletionProtection:
            message = f"Cluster {cluster.name} has deletionProtection enabled; disable it before deleting the cluster"
            raise InvalidRequestException(message=message)
        result = super().delete_cluster()
        self._delete_security_group(cluster.resources_vpc_config["clusterSecurityGroupId"])
        self._eks.forget(cluster.name)
        return result

    def describe_cluster_versions(self) -> ActionResult:
        versions = [
            {
                "clusterVersion": version,
                "clusterType": "eks",
                "defaultPlatformVersion": platform,
                "defaultVersion": version == DEFAULT_VERSION,
                "status": "STANDARD_SUPPORT",
                "versionStatus": "STANDARD_SUPPORT",
                "kubernetesPatchVersion": f"{version}.0",
            }
            for version, platform in sorted(VERSIONS.items(), reverse=True)
        ]
        return ActionResult({"clusterVersions": versions})

    def describe_update(self) -> ActionResult:
        key = (self._cluster().name, self._param("updateId"))
        return ActionResult({"update": found(self._eks.updates, key, "update")})

    def list_updates(self) -> ActionResult:
        return self._listed("updateIds", self._below(self._eks.updates))

    def _create_security_group(self, cluster: str, vpc: str) -> str:
        ec2 = ec2_backends[self.current_account][self.region]
        group = ec2.create_security_group(
            f"eks-cluster-sg-{cluster}-{uuid.uuid4().int % 10**10}",
            "EKS created security group applied to the control plane and to managed workloads.",
            vpc_id=vpc,
            tags={f"kubernetes.io/cluster/{cluster}": "owned", "aws:eks:cluster-name": cluster},
        )
        return str(group.id)

    def _delete_security_group(self, group: str) -> None:
        ec2_backends[self.current_account][self.region].delete_security_group(group_id=group)

    def _admit_creator(self, cluster: Any) -> None:
        access = cluster.access_config
        if access["authenticationMode"] == "CONFIG_MAP" or not access["bootstrapClusterCreatorAdminPermissions"]:
            return
        creator = f"arn:{self.partition}:iam::{self.current_account}:root"
        self._admit(cluster.name, creator, "STANDARD")
        policy = self._policy_arn("AmazonEKSClusterAdminPolicy")
        scope = {"type": "cluster", "namespaces": []}
        association = {"policyArn": policy, "accessScope": scope, "associatedAt": now(), "modifiedAt": now()}
        self._eks.policies[cluster.name, creator] = {policy: association}

    def _change_authentication(self, cluster: Any, wanted: str) -> None:
        order = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"]
        current = cluster.access_config["authenticationMode"]
        if order.index(wanted) < order.index(current):
            raise InvalidParameterException(
                message=f"Unsupported authentication mode update from {current} to {wanted}"
            )
        cluster.access_config = {**cluster.access_config, "authenticationMode": wanted}


def _complete_logging(wanted: Fields, current: Fields | None = None) -> Fields:
    """The control plane's log types, each in exactly one of the two groups."""
    types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
    enabled: set[str] = set()
    for setup in [*(current or {}).get("clusterLogging", []), *wanted.get("clusterLogging", [])]:
        enabled = enabled | set(setup["types"]) if setup["enabled"] else enabled - set(setup["types"])
    groups = [
        {"types": [name for name in types if name in enabled], "enabled": True},
        {"types": [name for name in types if name not in enabled], "enabled": False},
    ]
    return {"clusterLogging": [group for group in groups if group["types"]]}
