"""The one way the platform makes a bucket: private, encrypted, versioned, TLS-only, logged, with a lifecycle."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Self

import pulumi
from pulumi_aws import kms, s3
from pydantic import Field, model_validator

from components.bucket_policy import refuse_other_keys
from components.policy_document import Statement, policy_document, refuse_plain_http
from components.settings import Args


class LockMode(StrEnum):
    """Who may delete a locked version before its time: a role with a special permission, or nobody at all."""

    GOVERNANCE = "GOVERNANCE"
    COMPLIANCE = "COMPLIANCE"


class ObjectLock(Args):
    """Every new object version is kept for this long, whoever asks for its deletion."""

    days: int = Field(default=30, ge=1, le=36500)
    mode: LockMode = LockMode.GOVERNANCE


class Retention(Args):
    """What becomes of objects over time."""

    noncurrent_days: int = Field(default=90, ge=1)
    """How long a replaced or deleted version can be brought back, in days."""
    tiering_days: int | None = Field(default=None, ge=0)
    """After how many days S3 may move an object to cheaper tiers by its use (Intelligent-Tiering); unset: never."""
    expire_days: int | None = Field(default=None, ge=1)
    """After how many days an object is deleted; unset: never."""
    lock: ObjectLock | None = None
    """Object Lock. It can only be chosen when the bucket is made: a later change replaces the bucket."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expire_days is not None and self.tiering_days is not None and self.tiering_days >= self.expire_days:
            raise ValueError(
                f"tiering_days must be less than expire_days ({self.expire_days}), got {self.tiering_days}"
            )
        return self


def bucket(
    name: str,
    *,
    key: kms.Key | None,
    retention: Retention,
    log_bucket: s3.Bucket | None = None,
    statements: Callable[[pulumi.Output[str]], Sequence[Statement]] = lambda _: (),
    force_destroy: bool = False,
    opts: pulumi.ResourceOptions,
) -> s3.Bucket:
    """A bucket and everything that makes it safe.

    Args:
        name: logical name; the children add a suffix to it.
        key: encrypts every object; None means S3's own keys, which only a target of access logs may use
            (https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html).
        log_bucket: receives the access logs, under the prefix `<name>/`.
        statements: from the bucket's ARN, the policy statements beside the refusals of plain HTTP and of other keys.
        force_destroy: whether `destroy` deletes the objects, too.
        opts: options of every child; the parent is what the bucket belongs to.
    """
    made = s3.Bucket(name, object_lock_enabled=retention.lock is not None, force_destroy=force_destroy, opts=opts)
    blocked = s3.BucketPublicAccessBlock(
        f"{name}-public-access",
        bucket=made.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    s3.BucketOwnershipControls(
        f"{name}-ownership", bucket=made.id, rule={"object_ownership": "BucketOwnerEnforced"}, opts=opts
    )
    encryption = {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn} if key else {"sse_algorithm": "AES256"}
    s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=made.id,
        # A bucket key spares a KMS request for each object.
        rules=[{"apply_server_side_encryption_by_default": encryption, "bucket_key_enabled": key is not None}],
        opts=opts,
    )
    versioning = s3.BucketVersioning(
        f"{name}-versioning", bucket=made.id, versioning_configuration={"status": "Enabled"}, opts=opts
    )
    versioned = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[versioning]))
    s3.BucketLifecycleConfiguration(
        f"{name}-lifecycle",
        bucket=made.id,
        rules=[_lifecycle(retention)],
        opts=versioned,
    )
    s3.BucketPolicy(
        f"{name}-policy",
        bucket=made.id,
        policy=policy_document(
            refuse_plain_http("s3", made.arn, pulumi.Output.concat(made.arn, "/*")),
            *(refuse_other_keys(made.arn, key.arn) if key else ()),
            *statements(made.arn),
        ),
        # S3 refuses a policy while another change of the bucket's public access is in flight.
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[blocked])),
    )
    if log_bucket is not None:
        s3.BucketLogging(
            f"{name}-logging", bucket=made.id, target_bucket=log_bucket.id, target_prefix=f"{name}/", opts=opts
        )
    if retention.lock is not None:
        s3.BucketObjectLockConfiguration(
            f"{name}-lock",
            bucket=made.id,
            rule={"default_retention": {"mode": retention.lock.mode.value, "days": retention.lock.days}},
            opts=versioned,
        )
    return made


def _lifecycle(retention: Retention) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": "retention",
        "status": "Enabled",
        "filter": {"prefix": ""},
        # Parts of an upload that never finished are invisible, and are paid for.
        "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
        "noncurrent_version_expiration": {"noncurrent_days": retention.noncurrent_days},
    }
    if retention.tiering_days is not None:
        rule["transitions"] = [{"days": retention.tiering_days, "storage_class": "INTELLIGENT_TIERING"}]
    if retention.expire_days is not None:
        rule["expiration"] = {"days": retention.expire_days}
    return rule
