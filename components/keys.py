"""Encryption keys: one customer-managed KMS key for each purpose, so that each can be revoked and audited alone."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, ClassVar

import pulumi
from pulumi_aws import kms
from pydantic import Field

from components.account import Account
from components.base import Component
from components.policy_document import Statement, policy_text
from components.settings import Deletion, Section
from components.tags import environment


class Purpose(StrEnum):
    """What a key encrypts."""

    STORAGE = "storage"
    DATABASE = "database"
    CLUSTER = "cluster"
    QUEUES = "queues"
    LOGS = "logs"
    REGISTRY = "registry"


USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
"""What a service needs to read and write with a key."""


class KeysArgs(Section):
    """Encryption keys."""

    guarded: ClassVar[tuple[str, ...]] = ("deletion", "deletion_window_days")

    deletion: Deletion = Deletion.PROTECTED
    """Whether `destroy` may delete the keys. What they encrypted is lost with them."""
    deletion_window_days: int = Field(default=30, ge=7, le=30)
    """How long a deleted key can still be brought back, in days."""
    rotation_days: int = Field(default=365, ge=90, le=2560)
    """How often AWS changes the key material, in days."""


class Keys(Component):
    """One key and alias for each purpose."""

    arns: pulumi.Output[dict[str, str]]
    """Key ARN by purpose."""

    def __init__(self, name: str, args: KeysArgs, *, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        account = Account.of(self)
        self._keys = {purpose: self._make(name, purpose, args, account) for purpose in Purpose}
        self.arns = pulumi.Output.all(**{purpose.value: key.arn for purpose, key in self._keys.items()})
        self.publish()

    def key(self, purpose: str) -> kms.Key:
        """The key of a purpose, e.g. `keys.key("storage")`.

        Raises:
            ValueError: there is no such purpose.
        """
        return self._keys[Purpose(purpose)]

    def _make(self, name: str, purpose: Purpose, args: KeysArgs, account: Account) -> kms.Key:
        key = kms.Key(
            f"{name}-{purpose}",
            description=f"{purpose.capitalize()} of {environment()}",
            enable_key_rotation=True,
            rotation_period_in_days=args.rotation_days,
            deletion_window_in_days=args.deletion_window_days,
            policy=policy_text(_account_decides(account), *_services(purpose, account)),
            opts=self.child_with(protect=args.deletion.protects),
        )
        # People look for a key by this name; a key itself has none.
        kms.Alias(
            f"{name}-{purpose}", name=f"alias/{environment()}/{purpose}", target_key_id=key.key_id, opts=self.child
        )
        return key


def _account_decides(account: Account) -> Statement:
    """IAM policies of the account grant the key's use; without this statement a key can become unmanageable."""
    root = pulumi.Output.concat("arn:", account.partition, ":iam::", account.id, ":root")
    return {
        "Sid": "IamPoliciesDecide",
        "Effect": "Allow",
        "Principal": {"AWS": root},
        "Action": "kms:*",
        "Resource": "*",
    }


def _services(purpose: Purpose, account: Account) -> Iterator[Statement]:
    """What AWS services need that act on nobody's behalf: no IAM policy can grant it to them."""
    if purpose is Purpose.LOGS:
        log_groups = pulumi.Output.concat(
            "arn:", account.partition, ":logs:", account.region, ":", account.id, ":log-group:*"
        )
        yield _service(
            "Logs",
            pulumi.Output.concat("logs.", account.region, ".amazonaws.com"),
            USE,
            {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": log_groups}},
        )
    if purpose is Purpose.QUEUES:
        # Alarms on dead letters reach people through a topic that this key encrypts.
        yield _service(
            "Alarms",
            "cloudwatch.amazonaws.com",
            ["kms:Decrypt", "kms:GenerateDataKey*"],
            {"StringEquals": {"aws:SourceAccount": account.id}},
        )
    if purpose is Purpose.CLUSTER:
        yield from _node_volumes(account)
        # Interruption notices reach Karpenter through a queue that this key encrypts.
        yield _service(
            "Events",
            "events.amazonaws.com",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            {"StringEquals": {"aws:SourceAccount": account.id}},
        )


def _service(sid: str, principal: pulumi.Input[str], actions: list[str], condition: dict[str, Any]) -> Statement:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": principal},
        "Action": actions,
        "Resource": "*",
        "Condition": condition,
    }


def _node_volumes(account: Account) -> Iterator[Statement]:
    """Auto Scaling and EC2 attach encrypted volumes to new nodes through roles that AWS itself owns."""
    roles = [
        pulumi.Output.concat("arn:", account.partition, ":iam::", account.id, ":role/aws-service-role/", service, "/*")
        for service in ("autoscaling.amazonaws.com", "ec2fleet.amazonaws.com", "spot.amazonaws.com")
    ]
    # The roles exist only after their first use, so they are named by a condition and not as principals.
    ours = {"StringEquals": {"kms:CallerAccount": account.id}, "ArnLike": {"aws:PrincipalArn": roles}}
    anyone = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Resource": "*"}
    yield anyone | {"Sid": "NodeVolumes", "Action": USE, "Condition": ours}
    granted = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    yield anyone | {"Sid": "NodeVolumeGrants", "Action": "kms:CreateGrant", "Condition": ours | granted}
