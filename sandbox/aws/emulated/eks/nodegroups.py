"""Node groups: versions that follow the cluster, and the fields that moto drops."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.eks.exceptions import InvalidParameterException

from sandbox.aws.emulated.eks.backend import Fields
from sandbox.aws.emulated.eks.catalogue import VERSIONS
from sandbox.aws.emulated.eks.operations import Operations, minor


class NodeGroups(Operations):
    """Operations on node groups."""

    def create_nodegroup(self) -> ActionResult:
        body, cluster = self._fields(), self._cluster()
        self._require_role(body["nodeRole"])
        self._network_of(body["subnets"], zones_min=1)
        if body.get("version", cluster.version) not in VERSIONS:
            raise InvalidParameterException(message=f"unsupported Kubernetes version {body['version']}")
        _require_not_newer(body, cluster)
        super().create_nodegroup()
        group = cluster.nodegroups[body["nodegroupName"]]
        templated = body.get("launchTemplate")
        group.version = body.get("version", cluster.version)
        group.release_version = body.get("releaseVersion", f"{group.version}.0-20261101")
        group.ami_type = body.get(
            "amiType", "CUSTOM" if templated and "amiType" not in body else "AL2023_x86_64_STANDARD"
        )
        group.disk_size = None if templated else body.get("diskSize", 20)
        group.instance_types = body.get("instanceTypes", [] if templated else ["t3.medium"])
        group.remote_access = body.get("remoteAccess")
        group.update_config = body.get("updateConfig", {"maxUnavailable": 1})
        group.node_repair_config = body.get("nodeRepairConfig", {"enabled": False})
        group.warm_pool_config = body.get("warmPoolConfig")
        group.health = {"issues": []}
        group.resources = {"autoScalingGroups": [{"name": f"eks-{group.nodegroup_name}-{group.uuid}"}]}
        if cluster.access_config["authenticationMode"] != "CONFIG_MAP":
            self._admit(cluster.name, body["nodeRole"], "EC2_LINUX")
        return ActionResult({"nodegroup": group})

    def update_nodegroup_config(self) -> ActionResult:
        super().update_nodegroup_config()
        group, body = self._nodegroup(), self._fields()
        if "warmPoolConfig" in body:
            group.warm_pool_config = body["warmPoolConfig"]
        return self._updated("ConfigUpdate", body)

    def update_nodegroup_version(self) -> ActionResult:
        group, body, cluster = self._nodegroup(), self._fields(), self._cluster()
        _require_not_newer(body, cluster)
        group.version = body.get("version", cluster.version)
        group.release_version = body.get("releaseVersion", f"{group.version}.0-20261101")
        if "launchTemplate" in body:
            group.launch_template = {**group.launch_template, **body["launchTemplate"]}
        return self._updated("VersionUpdate", body)

    def _nodegroup(self) -> Any:
        return self._eks.describe_nodegroup(self._param("name"), self._param("nodegroupName"))


def _require_not_newer(body: Fields, cluster: Any) -> None:
    if minor(body.get("version", cluster.version)) > minor(cluster.version):
        message = f"nodegroup version {body['version']} is newer than the cluster's, {cluster.version}"
        raise InvalidParameterException(message=message)
