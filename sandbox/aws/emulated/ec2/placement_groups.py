"""Placement groups, which moto does not have."""

from __future__ import annotations

import uuid

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses import EC2Response

from sandbox.aws.emulated.ec2.rules import Fields


class PlacementGroups(EC2Response):
    """Operations on placement groups."""

    def create_placement_group(self) -> ActionResult:
        name, groups = self._get_param("GroupName"), self.ec2_backend.placement_groups
        if name in groups:
            raise EC2ClientError("InvalidPlacementGroup.Duplicate", f"The placement group '{name}' already exists.")
        unique = f"pg-{uuid.uuid4().hex[:17]}"
        strategy = self._get_param("Strategy", "cluster")
        groups[name] = {
            "GroupName": name,
            "GroupId": unique,
            "GroupArn": f"arn:{self.partition}:ec2:{self.region}:{self.current_account}:placement-group/{name}",
            "State": "available",
            "Strategy": strategy,
        }
        if strategy == "partition":
            groups[name]["PartitionCount"] = self._get_int_param("PartitionCount", 2)
        if strategy == "spread":
            groups[name]["SpreadLevel"] = self._get_param("SpreadLevel", "rack")
        tags = self._parse_tag_specification("placement-group").get("placement-group", {})
        self.ec2_backend.create_tags([unique], tags)
        return ActionResult({"PlacementGroup": self._shown(groups[name])})

    def describe_placement_groups(self) -> ActionResult:
        names, groups = self._get_param("GroupNames", []), self.ec2_backend.placement_groups
        if unknown := [name for name in names if name not in groups]:
            raise EC2ClientError("InvalidPlacementGroup.Unknown", f"The Placement Group '{unknown[0]}' is unknown.")
        ids = self._get_param("GroupIds", [])
        shown = [
            self._shown(group)
            for name, group in groups.items()
            if (not names or name in names) and (not ids or group["GroupId"] in ids)
        ]
        return ActionResult({"PlacementGroups": shown})

    def delete_placement_group(self) -> ActionResult:
        name = self._get_param("GroupName")
        if name not in self.ec2_backend.placement_groups:
            raise EC2ClientError("InvalidPlacementGroup.Unknown", f"The Placement Group '{name}' is unknown.")
        self.ec2_backend.tags.pop(self.ec2_backend.placement_groups.pop(name)["GroupId"], None)
        return EmptyResult()

    def _shown(self, group: Fields) -> Fields:
        tags = self.ec2_backend.tags.get(group["GroupId"], {})
        return {**group, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
