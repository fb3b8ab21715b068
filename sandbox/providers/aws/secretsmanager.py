"""Secrets Manager: secrets and their versions. A value is secret wherever it appears."""

from __future__ import annotations

import base64
from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.comparison import same
from sandbox.providers.aws.resource import Created, Resource, compact, document
from sandbox.providers.aws.tags import Tagging
from sandbox.schema import Problem


class Secret(Resource):
    """A secret. Secrets Manager deletes it after a waiting period; one that waits counts as gone."""

    token = "aws:secretsmanager/secret:Secret"
    service = "secretsmanager"
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 512
    replace_on = frozenset({"name", "namePrefix", "type"})
    defaults: ClassVar = {"recoveryWindowInDays": 30, "forceOverwriteReplicaSecret": False}
    unset = frozenset({"description", "kmsKeyId"})
    unsupported = frozenset({"replicas", "type"})
    tagging = Tagging(list="describe_secret", resource="SecretId")

    def check(self, inputs: Props) -> list[Problem]:
        days = inputs.get("recoveryWindowInDays", 30)
        if isinstance(days, int) and days != 0 and not 7 <= days <= 30:
            return [Problem("recoveryWindowInDays", f"7 to 30 days, or 0 to delete at once, got {days}")]
        return []

    def create(self, inputs: Props) -> Created:
        made = self.client.create_secret(
            **compact(Name=inputs["name"], Description=inputs.get("description"), KmsKeyId=inputs.get("kmsKeyId"))
        )
        return Created(made["ARN"])

    def configure(self, id: str, inputs: Props) -> None:
        if inputs.get("policy"):
            self.client.put_resource_policy(SecretId=id, ResourcePolicy=document(inputs["policy"]))

    def read(self, id: str, outputs: Props) -> Props | None:
        found = self.client.describe_secret(SecretId=id)
        if found.get("DeletedDate"):
            return None
        return {
            "arn": found["ARN"],
            "name": found["Name"],
            "description": found.get("Description", ""),
            "kmsKeyId": found.get("KmsKeyId"),
            "policy": self.client.get_resource_policy(SecretId=id).get("ResourcePolicy"),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        if any(old.get(name) != new.get(name) for name in ("description", "kmsKeyId")):
            self.client.update_secret(
                SecretId=id,
                Description=new.get("description", ""),
                # Without a key of its own the secret goes back to the account's.
                KmsKeyId=new.get("kmsKeyId", "alias/aws/secretsmanager"),
            )
        if not same(old.get("policy"), new.get("policy")):
            if new.get("policy"):
                self.configure(id, new)
            else:
                self.client.delete_resource_policy(SecretId=id)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        days = outputs.get("recoveryWindowInDays", 30)
        waiting: Props = {"RecoveryWindowInDays": days} if days else {"ForceDeleteWithoutRecovery": True}
        if self.read(id, outputs):
            self.client.delete_secret(SecretId=id, **waiting)


class SecretVersion(Resource):
    """A value of a secret. The current one cannot be deleted: it goes with its secret, or when another follows it."""

    token = "aws:secretsmanager/secretVersion:SecretVersion"
    service = "secretsmanager"
    replace_on = frozenset({"secretId", "secretString", "secretBinary"})
    secret_outputs = frozenset({"secretString", "secretBinary"})
    unsupported = frozenset({"secretStringWo", "secretStringWoVersion"})

    def create(self, inputs: Props) -> Created:
        binary = inputs.get("secretBinary")
        made = self.client.put_secret_value(
            **compact(
                SecretId=inputs["secretId"],
                SecretString=inputs.get("secretString"),
                SecretBinary=base64.b64decode(binary) if binary else None,
                VersionStages=inputs.get("versionStages"),
            )
        )
        return Created(f"{made['ARN']}|{made['VersionId']}")

    def read(self, id: str, outputs: Props) -> Props | None:
        secret, _, version = id.partition("|")
        if self.client.describe_secret(SecretId=secret).get("DeletedDate"):
            return None
        found = self.client.get_secret_value(SecretId=secret, VersionId=version)
        binary = found.get("SecretBinary")
        return {
            "arn": found["ARN"],
            "secretArn": found["ARN"],
            "secretId": outputs.get("secretId", secret),
            "versionId": found["VersionId"],
            "versionStages": found["VersionStages"],
            "secretString": found.get("SecretString"),
            "secretBinary": base64.b64encode(binary).decode() if binary else None,
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        secret, _, version = id.partition("|")
        wanted = set(new.get("versionStages") or ["AWSCURRENT"])
        holders = self.client.describe_secret(SecretId=secret)["VersionIdsToStages"]
        for stage in wanted - set(holders.get(version, ())):
            holder = next((other for other, stages in holders.items() if stage in stages), None)
            self._move(secret, stage, holder, version)
        for stage in set(holders.get(version, ())) - wanted - {"AWSCURRENT"}:
            self._move(secret, stage, version, None)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        secret, _, version = id.partition("|")
        if self.client.describe_secret(SecretId=secret).get("DeletedDate"):
            return
        for stage in self.client.describe_secret(SecretId=secret)["VersionIdsToStages"].get(version, ()):
            if stage != "AWSCURRENT":
                self._move(secret, stage, version, None)

    def _move(self, secret: str, stage: str, source: str | None, target: str | None) -> None:
        self.client.update_secret_version_stage(
            **compact(SecretId=secret, VersionStage=stage, RemoveFromVersionId=source, MoveToVersionId=target)
        )
