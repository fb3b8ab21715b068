"""The subnets that a database may stand in."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.rds.tagging import TAGGED
from sandbox.providers.aws.resource import Created, Resource
from sandbox.providers.aws.tags import tag_list


class SubnetGroup(Resource):
    token = "aws:rds/subnetGroup:SubnetGroup"
    service = "rds"
    name_property = "name"
    prefix_property = "namePrefix"
    replace_on = frozenset({"name"})
    defaults: ClassVar = {"description": "Managed by Pulumi"}
    tagging = TAGGED

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return f"{logical}-{suffix}".lower()

    def create(self, inputs: Props) -> Created:
        self.client.create_db_subnet_group(
            DBSubnetGroupName=inputs["name"],
            DBSubnetGroupDescription=inputs["description"],
            SubnetIds=inputs["subnetIds"],
            Tags=tag_list(inputs.get("tagsAll") or {}),
        )
        return Created(inputs["name"])

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.describe_db_subnet_groups(DBSubnetGroupName=id)["DBSubnetGroups"][0]
        return {
            "arn": found["DBSubnetGroupArn"],
            "description": found["DBSubnetGroupDescription"],
            "name": found["DBSubnetGroupName"],
            "subnetIds": [subnet["SubnetIdentifier"] for subnet in found["Subnets"]],
            "supportedNetworkTypes": found.get("SupportedNetworkTypes", ["IPV4"]),
            "vpcId": found["VpcId"],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self.client.modify_db_subnet_group(
            DBSubnetGroupName=id, DBSubnetGroupDescription=new["description"], SubnetIds=new["subnetIds"]
        )
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_db_subnet_group(DBSubnetGroupName=id)
