"""EKS clusters."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.comparison import same
from sandbox.providers.aws.eks.tagging import tagging
from sandbox.providers.aws.resource import Created, Resource
from sandbox.providers.aws.translation import from_aws, parameters

_RENAMES = {"vpcConfig": "resourcesVpcConfig"}

# Settings that the operations take, or the provider keeps, in another way than under their own name.
_NOT_SENT = frozenset({"enabledClusterLogTypes", "forceUpdateVersion", "region", "tags", "tagsAll"})

_LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")

# UpdateClusterConfig changes one of these at a time; the three of auto mode it wants together.
_CHANGED_ALONE = (
    "controlPlaneScalingConfig",
    "deletionProtection",
    "kubeApiServerConfig",
    "kubeControllerManagerConfig",
    "kubeSchedulerConfig",
    "remoteNetworkConfig",
    "upgradePolicy",
    "zonalShiftConfig",
)
_AUTO_MODE = ("computeConfig", "kubernetesNetworkConfig", "storageConfig")


class Cluster(Resource):
    """A cluster. Its id is its name."""

    token = "aws:eks/cluster:Cluster"
    service = "eks"
    name_property = "name"
    name_length_max = 100
    replace_on = frozenset(
        {
            "accessConfig.bootstrapClusterCreatorAdminPermissions",
            "bootstrapSelfManagedAddons",
            "encryptionConfig.provider.keyArn",
            "encryptionConfig.resources",
            "kubernetesNetworkConfig.ipFamily",
            "kubernetesNetworkConfig.serviceIpv4Cidr",
            "name",
            "roleArn",
        }
    )
    defaults: ClassVar = {"bootstrapSelfManagedAddons": True}
    unset = frozenset({"encryptionConfig", "zonalShiftConfig"})
    unsupported = frozenset({"defaultAddonsToRemoves", "outpostConfig"})
    computed = frozenset({"vpcConfig.clusterSecurityGroupId", "vpcConfig.vpcId"})
    tagging = tagging()

    def create(self, inputs: Props) -> Created:
        settings = {name: value for name, value in inputs.items() if name not in _NOT_SENT}
        self.client.create_cluster(
            **parameters(self.client, "create_cluster", settings, _RENAMES),
            logging=_logging(inputs),
            tags=inputs.get("tagsAll") or {},
        )
        return Created(inputs["name"])

    def read(self, id: str, outputs: Props) -> Props:
        found = from_aws(self.client.describe_cluster(name=id)["cluster"])
        kept = (*_CHANGED_ALONE, *_AUTO_MODE, "arn", "certificateAuthority", "createdAt", "endpoint", "name")
        return {
            **{name: found.get(name) for name in (*kept, "platformVersion", "roleArn", "status", "version")},
            # The API does not tell how the cluster was started.
            "accessConfig": {
                "bootstrapClusterCreatorAdminPermissions": True,
                **(outputs.get("accessConfig") or {}),
                "authenticationMode": found["accessConfig"]["authenticationMode"],
            },
            "bootstrapSelfManagedAddons": outputs.get("bootstrapSelfManagedAddons", True),
            "enabledClusterLogTypes": sorted(
                kind for setup in found["logging"]["clusterLogging"] if setup["enabled"] for kind in setup["types"]
            ),
            "encryptionConfig": next(iter(found.get("encryptionConfig") or []), None),
            "identities": [{"oidcs": [{"issuer": found["identity"]["oidc"]["issuer"]}]}],
            "vpcConfig": found["resourcesVpcConfig"],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        # What an update that was cut off has done already, EKS refuses to do again.
        now = self.read(id, outputs)
        changed = {
            name
            for name in {*old, *new}
            if not same(old.get(name), new.get(name)) and not same(now.get(name), new.get(name))
        }
        if "version" in changed:
            self.client.update_cluster_version(name=id, version=new["version"])
        if "encryptionConfig" in changed:
            settings = {"encryptionConfig": new["encryptionConfig"]}
            self.client.associate_encryption_config(
                clusterName=id, **parameters(self.client, "associate_encryption_config", settings)
            )
        if "enabledClusterLogTypes" in changed:
            self.client.update_cluster_config(name=id, logging=_logging(new))
        if "accessConfig" in changed:
            self._change(id, {"accessConfig": {"authenticationMode": new["accessConfig"]["authenticationMode"]}})
        if "vpcConfig" in changed:
            self._change_network(id, old["vpcConfig"], new["vpcConfig"])
        if changed & {*_AUTO_MODE}:
            self._change(id, {name: new[name] for name in _AUTO_MODE if new.get(name)})
        for name in changed & {*_CHANGED_ALONE}:
            self._change(id, {name: False if new.get(name) is None else new[name]})
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_cluster(name=id)

    def _change(self, id: str, settings: Props) -> None:
        self.client.update_cluster_config(
            name=id, **parameters(self.client, "update_cluster_config", settings, _RENAMES)
        )

    def _change_network(self, id: str, old: Props, new: Props) -> None:
        """Where the API answers, and the subnets and security groups, in two operations as EKS wants it."""
        placement = ("subnetIds", "securityGroupIds")
        for names in (placement, tuple({*old, *new} - {*placement})):
            wanted = {name: new.get(name) for name in names if not same(old.get(name), new.get(name))}
            if wanted:
                self._change(id, {"vpcConfig": {**{name: new[name] for name in names if name in new}, **wanted}})


def _logging(inputs: Props) -> dict[str, Any]:
    enabled = inputs.get("enabledClusterLogTypes") or []
    setups = ((True, sorted(enabled)), (False, [kind for kind in _LOG_TYPES if kind not in enabled]))
    return {"clusterLogging": [{"types": kinds, "enabled": on} for on, kinds in setups if kinds]}
