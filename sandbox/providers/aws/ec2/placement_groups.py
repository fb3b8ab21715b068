"""Placement groups."""

from __future__ import annotations

from protocol.values import Props
from sandbox.providers.aws.ec2.tagging import tagged_by
from sandbox.providers.aws.resource import Created, Resource, compact


class PlacementGroup(Resource):
    token = "aws:ec2/placementGroup:PlacementGroup"
    service = "ec2"
    name_property = "name"
    replace_on = frozenset({"name", "partitionCount", "spreadLevel", "strategy"})
    tagging = tagged_by("placementGroupId")

    def create(self, inputs: Props) -> Created:
        asked = compact(
            GroupName=inputs["name"],
            Strategy=inputs["strategy"],
            PartitionCount=inputs.get("partitionCount"),
            SpreadLevel=inputs.get("spreadLevel"),
        )
        self.client.create_placement_group(**asked)
        return Created(inputs["name"])

    def read(self, id: str, outputs: Props) -> Props | None:
        # EC2 says "Unknown" where it otherwise says "NotFound".
        found = {group["GroupName"]: group for group in self.client.describe_placement_groups()["PlacementGroups"]}
        if id not in found:
            return None
        return {
            "arn": found[id]["GroupArn"],
            "name": id,
            "placementGroupId": found[id]["GroupId"],
            "strategy": found[id]["Strategy"],
            "partitionCount": found[id].get("PartitionCount"),
            "spreadLevel": found[id].get("SpreadLevel"),
        }

    def delete(self, id: str, outputs: Props) -> None:
        if self.read(id, outputs) is not None:
            self.client.delete_placement_group(GroupName=id)
