"""KMS: keys, their names and policies."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.comparison import same
from sandbox.providers.aws.resource import Created, Resource, compact, document
from sandbox.providers.aws.tags import Tagging
from sandbox.schema import Problem


class Key(Resource):
    """A customer-managed key. KMS deletes keys after a waiting period; one that waits counts as gone."""

    token = "aws:kms/key:Key"
    service = "kms"
    replace_on = frozenset({"customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"})
    defaults: ClassVar = {
        "bypassPolicyLockoutSafetyCheck": False,
        "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "enableKeyRotation": False,
        "isEnabled": True,
        "keyUsage": "ENCRYPT_DECRYPT",
        "multiRegion": False,
    }
    unsupported = frozenset({"customKeyStoreId", "xksKeyId"})
    tagging = Tagging(list="list_resource_tags", resource="KeyId", identity="id", pair=("TagKey", "TagValue"))

    def check(self, inputs: Props) -> list[Problem]:
        days = inputs.get("deletionWindowInDays")
        if isinstance(days, int) and not 7 <= days <= 30:
            return [Problem("deletionWindowInDays", f"7 to 30 days, got {days}")]
        return []

    def create(self, inputs: Props) -> Created:
        made = self.client.create_key(
            **compact(
                Description=inputs.get("description"),
                KeyUsage=inputs["keyUsage"],
                KeySpec=inputs["customerMasterKeySpec"],
                MultiRegion=inputs["multiRegion"],
                BypassPolicyLockoutSafetyCheck=inputs["bypassPolicyLockoutSafetyCheck"],
                Policy=inputs.get("policy"),
            )
        )
        return Created(made["KeyMetadata"]["KeyId"])

    def configure(self, id: str, inputs: Props) -> None:
        if inputs["enableKeyRotation"]:
            self._set_rotation(id, inputs)
        if not inputs["isEnabled"]:
            self._set_enabled(id, inputs)

    def read(self, id: str, outputs: Props) -> Props | None:
        key = self.client.describe_key(KeyId=id)["KeyMetadata"]
        if key["KeyState"] == "PendingDeletion":
            return None
        rotation = self.client.get_key_rotation_status(KeyId=id)
        return {
            "arn": key["Arn"],
            "keyId": key["KeyId"],
            "description": key["Description"],
            "customerMasterKeySpec": key["KeySpec"],
            "enableKeyRotation": rotation["KeyRotationEnabled"],
            "isEnabled": key["Enabled"],
            "keyUsage": key["KeyUsage"],
            "multiRegion": key["MultiRegion"],
            "policy": self.client.get_key_policy(KeyId=id, PolicyName="default")["Policy"],
            "rotationPeriodInDays": rotation.get("RotationPeriodInDays"),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        if old.get("description") != new.get("description"):
            self.client.update_key_description(KeyId=id, Description=new.get("description", ""))
        if not same(old.get("policy"), new.get("policy")):
            self.client.put_key_policy(KeyId=id, PolicyName="default", Policy=_policy(self, new.get("policy")))
        if any(old.get(name) != new.get(name) for name in ("enableKeyRotation", "rotationPeriodInDays")):
            self._set_rotation(id, new)
        if old["isEnabled"] != new["isEnabled"]:
            self._set_enabled(id, new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        if self.client.describe_key(KeyId=id)["KeyMetadata"]["KeyState"] != "PendingDeletion":
            self.client.schedule_key_deletion(KeyId=id, PendingWindowInDays=outputs.get("deletionWindowInDays", 30))

    def _set_rotation(self, id: str, inputs: Props) -> None:
        if inputs["enableKeyRotation"]:
            period = compact(RotationPeriodInDays=inputs.get("rotationPeriodInDays"))
            self.client.enable_key_rotation(KeyId=id, **period)
        else:
            self.client.disable_key_rotation(KeyId=id)

    def _set_enabled(self, id: str, inputs: Props) -> None:
        switch = self.client.enable_key if inputs["isEnabled"] else self.client.disable_key
        switch(KeyId=id)


class Alias(Resource):
    token = "aws:kms/alias:Alias"
    service = "kms"
    name_property = "name"
    prefix_property = "namePrefix"
    replace_on = frozenset({"name", "namePrefix"})

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return f"alias/{logical}-{suffix}"

    def check(self, inputs: Props) -> list[Problem]:
        name = inputs.get("name", "alias/")
        if isinstance(name, str) and not name.startswith("alias/"):
            return [Problem("name", f"the name of an alias begins with alias/, got {name!r}")]
        return []

    def create(self, inputs: Props) -> Created:
        self.client.create_alias(AliasName=inputs["name"], TargetKeyId=inputs["targetKeyId"])
        return Created(inputs["name"])

    def read(self, id: str, outputs: Props) -> Props | None:
        for page in self.client.get_paginator("list_aliases").paginate():
            for alias in page["Aliases"]:
                if alias["AliasName"] == id:
                    return self._shown(alias, outputs)
        return None

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self.client.update_alias(AliasName=id, TargetKeyId=new["targetKeyId"])
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_alias(AliasName=id)

    def _shown(self, alias: Props, outputs: Props) -> Props:
        arn = self.aws.arn("kms", f"key/{alias['TargetKeyId']}")
        # The target may be given as an id or as an ARN.
        given_as_arn = str(outputs.get("targetKeyId", "")).startswith("arn:")
        return {
            "arn": alias["AliasArn"],
            "name": alias["AliasName"],
            "targetKeyId": arn if given_as_arn else alias["TargetKeyId"],
            "targetKeyArn": arn,
        }


class KeyPolicy(Resource):
    """The policy of a key as a resource of its own. A key always has one: a delete puts KMS's default back."""

    token = "aws:kms/keyPolicy:KeyPolicy"
    service = "kms"
    replace_on = frozenset({"keyId", "bypassPolicyLockoutSafetyCheck"})
    defaults: ClassVar = {"bypassPolicyLockoutSafetyCheck": False}

    def create(self, inputs: Props) -> Created:
        self._put(inputs["keyId"], inputs["policy"])
        return Created(inputs["keyId"])

    def read(self, id: str, outputs: Props) -> Props | None:
        if self.client.describe_key(KeyId=id)["KeyMetadata"]["KeyState"] == "PendingDeletion":
            return None
        return {"keyId": id, "policy": self.client.get_key_policy(KeyId=id, PolicyName="default")["Policy"]}

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(id, new["policy"])
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        if self.read(id, outputs):
            self._put(id, None)

    def _put(self, id: str, policy: object) -> None:
        self.client.put_key_policy(KeyId=id, PolicyName="default", Policy=_policy(self, policy))


def _policy(resource: Resource, policy: object) -> str:
    """The policy as text; KMS's default, which leaves the key to the account, if there is none."""
    statement = {
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{resource.aws.partition}:iam::{resource.aws.account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return document(policy or {"Version": "2012-10-17", "Id": "key-default-1", "Statement": [statement]})
