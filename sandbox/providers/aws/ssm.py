"""SSM: parameters. A value is secret wherever it appears."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.resource import Created, Resource
from sandbox.providers.aws.tags import Tagging
from sandbox.providers.aws.translation import parameters
from sandbox.schema import Problem

_NAMES = ("name", "type", "description", "keyId", "allowedPattern", "dataType", "tier")


class Parameter(Resource):
    token = "aws:ssm/parameter:Parameter"
    service = "ssm"
    name_property = "name"
    name_length_max = 2048
    replace_on = frozenset({"name", "dataType"})
    defaults: ClassVar = {"dataType": "text", "tier": "Standard"}
    secret_outputs = frozenset({"value"})
    unsupported = frozenset({"arn", "valueWo", "valueWoVersion"})
    tagging = Tagging(
        "add_tags_to_resource",
        "remove_tags_from_resource",
        "list_tags_for_resource",
        resource="ResourceId",
        identity="name",
        answer="TagList",
        extra={"ResourceType": "Parameter"},
    )

    def check(self, inputs: Props) -> list[Problem]:
        if ("value" in inputs) == ("insecureValue" in inputs):
            return [Problem("value", "exactly one of value and insecureValue is needed")]
        return []

    def create(self, inputs: Props) -> Created:
        self._put(inputs, overwrite=bool(inputs.get("overwrite")))
        return Created(inputs["name"])

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.get_parameter(Name=id, WithDecryption=True)["Parameter"]
        named = {"Key": "Name", "Option": "Equals", "Values": [id]}
        described = self.client.describe_parameters(ParameterFilters=[named])["Parameters"][0]
        return {
            "arn": found["ARN"],
            "name": found["Name"],
            "type": found["Type"],
            "value": found["Value"],
            # Only where the program itself called the value insecure: this output is shown.
            **({"insecureValue": found["Value"]} if "insecureValue" in outputs else {}),
            "version": found["Version"],
            "dataType": found["DataType"],
            "description": described.get("Description", ""),
            "keyId": described.get("KeyId"),
            "allowedPattern": described.get("AllowedPattern", ""),
            "tier": described.get("Tier", "Standard"),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(new, overwrite=True)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_parameter(Name=id)

    def _put(self, inputs: Props, *, overwrite: bool) -> None:
        settings = {name: inputs[name] for name in _NAMES if name in inputs}
        settings["value"] = inputs.get("value", inputs.get("insecureValue"))
        self.client.put_parameter(**parameters(self.client, "put_parameter", settings), Overwrite=overwrite)
