"""Groups of nodes that AWS starts, repairs and replaces."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.comparison import same
from sandbox.providers.aws.eks.tagging import part_of, tagging
from sandbox.providers.aws.resource import Created, Resource
from sandbox.providers.aws.translation import from_aws, parameters

_RENAMES = {
    "nodeGroupName": "nodegroupName",
    "nodeRoleArn": "nodeRole",
    "sourceSecurityGroupIds": "sourceSecurityGroups",
    "subnetIds": "subnets",
}

# What the operations take under other names or in another shape, or what is none of AWS's business.
_NOT_SENT = frozenset({"forceUpdateVersion", "labels", "nodeGroupNamePrefix", "region", "tags", "tagsAll"})
_CONFIGURED = ("nodeRepairConfig", "scalingConfig", "updateConfig", "warmPoolConfig")
_VERSIONED = ("launchTemplate", "releaseVersion", "version")


class NodeGroup(Resource):
    """A node group. Its id is `cluster:node group`."""

    token = "aws:eks/nodeGroup:NodeGroup"
    service = "eks"
    name_property = "nodeGroupName"
    prefix_property = "nodeGroupNamePrefix"
    name_length_max = 63
    replace_on = frozenset(
        {
            "amiType",
            "capacityType",
            "clusterName",
            "diskSize",
            "instanceTypes",
            "launchTemplate.id",
            "launchTemplate.name",
            "nodeGroupName",
            "nodeGroupNamePrefix",
            "nodeRoleArn",
            "remoteAccess",
            "subnetIds",
        }
    )
    defaults: ClassVar = {"capacityType": "ON_DEMAND"}
    ordered = frozenset({"instanceTypes"})  # EKS takes on-demand nodes of the first type that can be had.
    tagging = tagging()

    def create(self, inputs: Props) -> Created:
        settings = {name: value for name, value in inputs.items() if name not in _NOT_SENT}
        self.client.create_nodegroup(
            **parameters(self.client, "create_nodegroup", settings, _RENAMES),
            labels=inputs.get("labels") or {},
            tags=inputs.get("tagsAll") or {},
        )
        return Created(f"{inputs['clusterName']}:{inputs['nodeGroupName']}")

    def read(self, id: str, outputs: Props) -> Props:
        cluster, name = part_of(id)
        answer = self.client.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]
        found = from_aws(answer)
        names = ("amiType", "capacityType", "clusterName", "diskSize", "instanceTypes", "launchTemplate", "status")
        return {
            **{name: found.get(name) for name in (*names, *_CONFIGURED, "releaseVersion", "version")},
            "arn": found["nodegroupArn"],
            # Free names, which are not to be respelt.
            "labels": answer.get("labels"),
            "nodeGroupName": found["nodegroupName"],
            "nodeRoleArn": found["nodeRole"],
            "remoteAccess": _remote_access(found.get("remoteAccess")),
            "resources": [
                {
                    "autoscalingGroups": found["resources"].get("autoScalingGroups", []),
                    "remoteAccessSecurityGroupId": "",
                }
            ],
            "subnetIds": found["subnets"],
            "taints": found.get("taints"),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        cluster, name = part_of(id)
        group = {"clusterName": cluster, "nodegroupName": name}
        changed = {name for name in {*old, *new} if not same(old.get(name), new.get(name), self.ordered)}
        if changed & {*_VERSIONED}:
            settings = {name: new[name] for name in _VERSIONED if new.get(name)}
            self.client.update_nodegroup_version(
                **group,
                **parameters(self.client, "update_nodegroup_version", settings),
                force=bool(new.get("forceUpdateVersion")),
            )
        if changed & {*_CONFIGURED, "labels", "taints"}:
            settings = {name: new[name] for name in _CONFIGURED if new.get(name)}
            self.client.update_nodegroup_config(
                **group,
                **parameters(self.client, "update_nodegroup_config", settings),
                labels=_label_changes(old.get("labels") or {}, new.get("labels") or {}),
                taints=_taint_changes(old.get("taints") or [], new.get("taints") or []),
            )
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        cluster, name = part_of(id)
        self.client.delete_nodegroup(clusterName=cluster, nodegroupName=name)


def _label_changes(old: dict[str, str], new: dict[str, str]) -> Props:
    changed = {name: text for name, text in new.items() if old.get(name) != text}
    return {"addOrUpdateLabels": changed, "removeLabels": [name for name in old if name not in new]}


def _taint_changes(old: list[Any], new: list[Any]) -> Props:
    return {
        "addOrUpdateTaints": [taint for taint in new if taint not in old],
        # A taint is known by its key and effect: one whose value changed is not to be removed.
        "removeTaints": [taint for taint in old if not any(_same_taint(taint, other) for other in new)],
    }


def _same_taint(one: Props, other: Props) -> bool:
    return (one["key"], one["effect"]) == (other["key"], other["effect"])


def _remote_access(found: Props | None) -> Props | None:
    if not found:
        return None
    return {"ec2SshKey": found.get("ec2SshKey"), "sourceSecurityGroupIds": found.get("sourceSecurityGroups")}
