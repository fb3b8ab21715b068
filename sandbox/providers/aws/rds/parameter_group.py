"""The parameters that a database runs with."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.rds.tagging import TAGGED
from sandbox.providers.aws.resource import Created, Resource
from sandbox.providers.aws.tags import tag_list


class ParameterGroup(Resource):
    token = "aws:rds/parameterGroup:ParameterGroup"
    service = "rds"
    name_property = "name"
    prefix_property = "namePrefix"
    replace_on = frozenset({"name", "family", "description"})
    defaults: ClassVar = {"description": "Managed by Pulumi", "skipDestroy": False}
    tagging = TAGGED

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return f"{logical}-{suffix}".lower()

    def create(self, inputs: Props) -> Created:
        self.client.create_db_parameter_group(
            DBParameterGroupName=inputs["name"],
            DBParameterGroupFamily=inputs["family"],
            Description=inputs["description"],
            Tags=tag_list(inputs.get("tagsAll") or {}),
        )
        return Created(inputs["name"])

    def configure(self, id: str, inputs: Props) -> None:
        if settings := _settings(inputs):
            self.client.modify_db_parameter_group(DBParameterGroupName=id, Parameters=settings)

    def read(self, id: str, outputs: Props) -> Props | None:
        groups = self.client.describe_db_parameter_groups(DBParameterGroupName=id)["DBParameterGroups"]
        if not groups:
            return None
        found = groups[0]
        settings = self.client.describe_db_parameters(DBParameterGroupName=id)["Parameters"]
        return {
            "arn": found["DBParameterGroupArn"],
            "description": found["Description"],
            "family": found["DBParameterGroupFamily"],
            "name": found["DBParameterGroupName"],
            "parameters": [
                {
                    "name": setting["ParameterName"],
                    "value": setting["ParameterValue"],
                    "applyMethod": setting.get("ApplyMethod", "immediate"),
                }
                for setting in settings
                if "ParameterValue" in setting
            ],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        kept = {setting["ParameterName"] for setting in _settings(new)}
        if gone := [setting for setting in _settings(old) if setting["ParameterName"] not in kept]:
            self.client.reset_db_parameter_group(DBParameterGroupName=id, Parameters=gone)
        self.configure(id, new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        if not outputs.get("skipDestroy"):
            self.client.delete_db_parameter_group(DBParameterGroupName=id)


def _settings(inputs: Props) -> list[Props]:
    """The parameters as RDS takes them."""
    return [
        {
            "ParameterName": setting["name"],
            "ParameterValue": setting["value"],
            "ApplyMethod": setting.get("applyMethod") or "immediate",
        }
        for setting in inputs.get("parameters") or ()
    ]
