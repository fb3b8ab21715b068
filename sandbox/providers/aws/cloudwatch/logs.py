"""Log groups."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.resource import Created, Resource, compact
from sandbox.providers.aws.tags import Tagging

_CLASS = "STANDARD"


class LogGroup(Resource):
    token = "aws:cloudwatch/logGroup:LogGroup"
    service = "logs"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 512
    replace_on = frozenset({"name", "namePrefix", "logGroupClass"})
    defaults: ClassVar = {"logGroupClass": _CLASS, "retentionInDays": 0, "skipDestroy": False}
    unset = frozenset({"kmsKeyId"})
    unsupported = frozenset({"deletionProtectionEnabled"})
    tagging = Tagging(resource="resourceArn", tags="tags", keys="tagKeys", pair=None)

    def create(self, inputs: Props) -> Created:
        self.client.create_log_group(
            **compact(
                logGroupName=inputs["name"], kmsKeyId=inputs.get("kmsKeyId"), logGroupClass=inputs["logGroupClass"]
            )
        )
        return Created(inputs["name"])

    def configure(self, id: str, inputs: Props) -> None:
        if inputs["retentionInDays"]:
            self.client.put_retention_policy(logGroupName=id, retentionInDays=inputs["retentionInDays"])

    def read(self, id: str, outputs: Props) -> Props | None:
        # An exact name comes first among those that begin with it.
        found = self.client.describe_log_groups(logGroupNamePrefix=id, limit=1)["logGroups"]
        if not found or found[0]["logGroupName"] != id:
            return None
        (group,) = found
        return {
            "arn": group["arn"].removesuffix(":*"),
            "name": id,
            "kmsKeyId": group.get("kmsKeyId"),
            "retentionInDays": group.get("retentionInDays", 0),
            # moto keeps no class; where it says nothing the one asked for stands.
            "logGroupClass": group.get("logGroupClass", outputs.get("logGroupClass", _CLASS)),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        if new["retentionInDays"]:
            self.configure(id, new)
        elif old["retentionInDays"]:
            self.client.delete_retention_policy(logGroupName=id)
        if old.get("kmsKeyId") != new.get("kmsKeyId"):
            if new.get("kmsKeyId"):
                self.client.associate_kms_key(logGroupName=id, kmsKeyId=new["kmsKeyId"])
            else:
                self.client.disassociate_kms_key(logGroupName=id)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        if not outputs.get("skipDestroy"):
            self.client.delete_log_group(logGroupName=id)
