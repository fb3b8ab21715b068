"""The key that the state and the secrets in it are encrypted with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from botocore.exceptions import ClientError

from foundation.documents import Statement, by_sid, document, sids
from foundation.piece import Piece, Property

DELETION_DAYS: Final = 30
"""How long the key can still be brought back once it is deleted; the longest that KMS offers."""
_ROTATION_DAYS: Final = 365
_USES: Final = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"]
_ADMINISTERS: Final = [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:Get*",
    "kms:List*",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
]


class SecretsKey(Piece):
    """The key, found by its alias, and before it has one by its tags."""

    kind: ClassVar[str] = "key"
    removal_note: ClassVar[str] = f"scheduled: KMS deletes it after {DELETION_DAYS} days, until then it can be kept"

    @property
    def name(self) -> str:
        return self.names.key_alias

    @property
    def kms(self) -> Any:
        """The client."""
        return self.client("kms")

    @property
    def arn(self) -> str | None:
        """Its ARN; None before it exists."""
        found = self._described()
        return str(found["Arn"]) if found else None

    @property
    def _id(self) -> str:
        return str(self._metadata("KeyId"))

    def exists(self) -> bool:
        return self._described() is not None

    def create(self) -> None:
        tags = [{"TagKey": key, "TagValue": value} for key, value in self.names.tags.items()]
        description = f"State and secrets of {self.names.prefix}"
        key = (
            self._nameless()
            or self.kms.create_key(Description=description, Policy=document(self.statements()), Tags=tags)[
                "KeyMetadata"
            ]["KeyId"]
        )
        self.kms.create_alias(AliasName=self.name, TargetKeyId=key)

    def properties(self) -> Iterator[Property]:
        kms, key = self.kms, self._id
        yield Property("state", lambda: self._metadata("KeyState"), "Enabled", self._enable)
        yield Property("tags", self._tags, self.names.tags, self._tag)
        yield Property(
            "policy",
            lambda: by_sid(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]),
            sids(*self.statements()),
            lambda: kms.put_key_policy(KeyId=key, PolicyName="default", Policy=document(self.statements())),
        )
        yield Property(
            "rotation",
            self._rotation,
            {"enabled": True, "days": _ROTATION_DAYS},
            lambda: kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=_ROTATION_DAYS),
        )

    def statements(self) -> list[Statement]:
        """Its policy: IAM decides who in the account uses and administers it. Nobody hands it on: there are no grants.

        Nobody outside the account is named, and no administrator of it alone may use it.
        """
        account = self.names.account
        everyone: Statement = {"Effect": "Allow", "Principal": {"AWS": account.arn("iam", "root")}, "Resource": "*"}
        ours = {"Condition": {"StringEquals": {"kms:CallerAccount": account.number}}}
        return [
            {"Sid": "IamDecidesWhoAdministers", **everyone, "Action": _ADMINISTERS},
            {"Sid": "IamDecidesWhoUses", **everyone, "Action": _USES, **ours},
        ]

    def delete(self) -> None:
        key = self._id
        if self._metadata("KeyState") != "PendingDeletion":
            self.kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=DELETION_DAYS)
        self.kms.delete_alias(AliasName=self.name)

    def _described(self) -> Any:
        try:
            return self.kms.describe_key(KeyId=self.name)["KeyMetadata"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "NotFoundException":
                return None
            raise

    def _metadata(self, name: str) -> Any:
        return (self._described() or {}).get(name)

    def _nameless(self) -> str | None:
        """The key that a run which was cut off made, and gave no alias to."""
        named = {alias.get("TargetKeyId") for page in self._pages("list_aliases") for alias in page["Aliases"]}
        for page in self._pages("list_keys"):
            for key in page["Keys"]:
                if key["KeyId"] not in named and self._is_ours(key["KeyId"]):
                    return str(key["KeyId"])
        return None

    def _pages(self, operation: str) -> Any:
        return self.kms.get_paginator(operation).paginate()

    def _is_ours(self, key: str) -> bool:
        try:
            metadata = self.kms.describe_key(KeyId=key)["KeyMetadata"]
            enabled = metadata["KeyState"] == "Enabled" and metadata["KeyManager"] == "CUSTOMER"
            return enabled and self._tags_of(key) == self.names.tags
        except ClientError as error:
            if error.response["Error"]["Code"] == "AccessDeniedException":  # somebody else's, who lets nobody look
                return False
            raise

    def _tags_of(self, key: str) -> dict[str, str]:
        tags = self.kms.list_resource_tags(KeyId=key)["Tags"]
        return {one["TagKey"]: one["TagValue"] for one in tags if one["TagKey"] in self.names.tags}

    def _tags(self) -> dict[str, str]:
        return self._tags_of(self._id)

    def _tag(self) -> None:
        tags = [{"TagKey": key, "TagValue": value} for key, value in self.names.tags.items()]
        self.kms.tag_resource(KeyId=self._id, Tags=tags)

    def _rotation(self) -> dict[str, Any]:
        status = self.kms.get_key_rotation_status(KeyId=self._id)
        return {"enabled": status["KeyRotationEnabled"], "days": status.get("RotationPeriodInDays")}

    def _enable(self) -> None:
        if self._metadata("KeyState") == "PendingDeletion":
            self.kms.cancel_key_deletion(KeyId=self._id)
        self.kms.enable_key(KeyId=self._id)
