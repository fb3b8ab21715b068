"""The data lake: a bucket for each zone, and one for the record of who read what."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self

import pulumi
from pulumi_aws import kms, s3
from pydantic import Field, PositiveInt, model_validator

from components.account import Account
from components.base import Component
from components.bucket import bucket
from components.bucket_policy import refuse_erasure
from components.policy_document import Statement
from components.retention import LockMode, ObjectLock, Retention
from components.settings import Deletion, Section
from components.zones import INFERENCE_DAYS_MIN, RETENTION, Zone


class StorageArgs(Section):
    """The data lake."""

    guarded: ClassVar[tuple[str, ...]] = ("access_log_days", "audit_lock_days", "audit_lock_mode", "deletion")

    deletion: Deletion = Deletion.PROTECTED
    """Whether `destroy` may delete the buckets with all that is in them."""
    expire_days: dict[Zone, PositiveInt] = Field(default={})
    """After how many days a zone's objects are deleted, where that differs from the zone's own rule."""
    access_log_days: int = Field(default=365, ge=1)
    """How long the record of who read what is kept, in days."""
    audit_lock_mode: LockMode = LockMode.COMPLIANCE
    """Who may delete locked evidence before its time: with `GOVERNANCE` a privileged role, with `COMPLIANCE` nobody."""
    audit_lock_days: int = Field(default=365, ge=1, le=36500)
    """How long evidence is locked, in days."""

    @model_validator(mode="after")
    def _kept_long_enough(self) -> Self:
        for zone, least in ((Zone.INFERENCE, INFERENCE_DAYS_MIN), (Zone.AUDIT, self.audit_lock_days)):
            days = self.retention(zone).expire_days
            if days is not None and days < least:
                raise ValueError(f"expire_days.{zone}: at least {least}, got {days}")
        return self

    def retention(self, zone: Zone) -> Retention:
        """What becomes of a zone's objects."""
        changes: dict[str, Any] = {}
        if zone in self.expire_days:
            days = self.expire_days[zone]
            tiering = RETENTION[zone].tiering_days
            changes = {"expire_days": days, "tiering_days": tiering if tiering is not None and tiering < days else None}
        if zone is Zone.AUDIT:
            changes["lock"] = ObjectLock(days=self.audit_lock_days, mode=self.audit_lock_mode)
        return RETENTION[zone].model_copy(update=changes)


class Storage(Component):
    """The data lake.

    Attributes:
        key: encrypts every bucket but the one of the access logs; who reads or writes an object needs it.
        log_bucket: where every other bucket of the platform, too, sends its access logs.
    """

    bucket_names: pulumi.Output[dict[str, str]]
    """Bucket name by zone."""
    bucket_arns: pulumi.Output[dict[str, str]]
    """Bucket ARN by zone."""

    def __init__(
        self, name: str, args: StorageArgs, *, key: kms.Key, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        kept = self.child_with(protect=args.deletion.protects)
        force_destroy = not args.deletion.protects
        self.key = key
        self.log_bucket = bucket(
            f"{name}-logs",
            key=None,
            retention=Retention(expire_days=args.access_log_days, noncurrent_days=30),
            statements=_log_delivery(Account.of(self)),
            force_destroy=force_destroy,
            opts=kept,
        )
        self._buckets = {
            zone: bucket(
                f"{name}-{zone}",
                key=key,
                retention=args.retention(zone),
                log_bucket=self.log_bucket,
                statements=refuse_erasure if zone is Zone.RAW else lambda _: (),
                force_destroy=force_destroy,
                opts=kept,
            ).bucket
            for zone in Zone
        }
        self.bucket_names = pulumi.Output.all(**{zone.value: made.id for zone, made in self._buckets.items()})
        self.bucket_arns = pulumi.Output.all(**{zone.value: made.arn for zone, made in self._buckets.items()})
        self.publish()

    def bucket(self, zone: str) -> s3.Bucket:
        """The bucket of a zone, e.g. `storage.bucket("artifacts")`.

        Raises:
            ValueError: there is no such zone.
        """
        return self._buckets[Zone(zone)]


def _log_delivery(account: Account) -> Callable[[pulumi.Output[str]], Sequence[Statement]]:
    """S3 writes access logs as itself; only those of our account's buckets are welcome."""
    return lambda bucket_arn: (
        {
            "Sid": "AccessLogs",
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": pulumi.Output.concat(bucket_arn, "/*"),
            "Condition": {"StringEquals": {"aws:SourceAccount": account.id}},
        },
    )
