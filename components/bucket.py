"""The one way the platform makes a bucket: private, encrypted, versioned, TLS-only, logged, with a lifecycle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import kms, s3

from components.bucket_policy import refuse_other_keys
from components.policy_document import Statement, policy_document, refuse_plain_http
from components.retention import Retention
from components.tags import KEEP_DATA


@dataclass(frozen=True)
class SafeBucket:
    """A bucket, and the last of what makes it safe."""

    bucket: s3.Bucket
    policy: s3.BucketPolicy
    """Until it stands, whoever it allows is refused: the delivery of access logs, for one."""


def bucket(
    name: str,
    *,
    key: kms.Key | None,
    retention: Retention,
    log_bucket: SafeBucket | None = None,
    statements: Callable[[pulumi.Output[str]], Sequence[Statement]] = lambda _: (),
    force_destroy: bool = False,
    opts: pulumi.ResourceOptions,
) -> SafeBucket:
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
    made = s3.Bucket(
        name,
        object_lock_enabled=retention.lock is not None,
        force_destroy=force_destroy,
        tags=KEEP_DATA,
        opts=opts,
    )
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
    # Pipelines start when data comes, by a rule of EventBridge, and nobody has to ask the bucket again and again.
    s3.BucketNotification(f"{name}-events", bucket=made.id, eventbridge=True, opts=opts)
    _encrypt(name, made, key, opts)
    _retain(name, made, retention, opts)
    policy = s3.BucketPolicy(
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
            f"{name}-logging",
            bucket=made.id,
            target_bucket=log_bucket.bucket.id,
            target_prefix=f"{name}/",
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[log_bucket.policy])),
        )
    return SafeBucket(made, policy)


def _encrypt(name: str, made: s3.Bucket, key: kms.Key | None, opts: pulumi.ResourceOptions) -> None:
    encryption = {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn} if key else {"sse_algorithm": "AES256"}
    s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=made.id,
        # A bucket key spares a KMS request for each object.
        rules=[{"apply_server_side_encryption_by_default": encryption, "bucket_key_enabled": key is not None}],
        opts=opts,
    )


def _retain(name: str, made: s3.Bucket, retention: Retention, opts: pulumi.ResourceOptions) -> None:
    """Versions, their lifecycle and their lock."""
    versioning = s3.BucketVersioning(
        f"{name}-versioning", bucket=made.id, versioning_configuration={"status": "Enabled"}, opts=opts
    )
    versioned = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[versioning]))
    s3.BucketLifecycleConfiguration(f"{name}-lifecycle", bucket=made.id, rules=[retention.lifecycle()], opts=versioned)
    if retention.lock is not None:
        s3.BucketObjectLockConfiguration(
            f"{name}-lock",
            bucket=made.id,
            rule={"default_retention": {"mode": retention.lock.mode.value, "days": retention.lock.days}},
            opts=versioned,
        )
