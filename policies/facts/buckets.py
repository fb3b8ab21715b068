"""What is known of a bucket from the resources around it, and from its own older properties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from policies.facts.families import (
    BUCKET_ENCRYPTIONS,
    BUCKET_LIFECYCLES,
    BUCKET_LOCKS,
    BUCKET_LOGGINGS,
    BUCKET_POLICIES,
    BUCKET_REPLICATIONS,
    BUCKET_VERSIONINGS,
    BUCKETS,
    LOAD_BALANCERS,
    PUBLIC_ACCESS_BLOCKS,
)
from policies.facts.policy_document import Statement, statements
from policies.facts.public_access import blocks_all
from policies.facts.tags import PURPOSE, is_tagged
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, some

_TRAILS: Final = ("aws:cloudtrail/trail:Trail",)


def is_log_target(bucket: Resource) -> Truth:
    """Whether access logs of buckets or load balancers are written to it: it must not log its own, and S3 and load
    balancers write to no other encryption than S3's own.
    """
    stack = bucket.stack
    of_buckets = stack.bound_to(bucket, BUCKET_LOGGINGS, by="targetBucket").some()
    inline = stack.bound_to(bucket, BUCKETS, by="logging.targetBucket").some()
    balanced = (
        stack.bound_to(bucket, LOAD_BALANCERS, by=by).some() for by in ("accessLogs.bucket", "connectionLogs.bucket")
    )
    return of_buckets | inline | some(balanced)


def holds_evidence(bucket: Resource, *purposes: str) -> Truth:
    """Whether it is for audit: a trail is written to it, or its tag says so; or for another of these purposes."""
    trails = bucket.stack.bound_to(bucket, _TRAILS, by="s3BucketName").some()
    return trails | is_tagged(bucket, PURPOSE, "audit", *purposes)


def is_locked(bucket: Resource) -> Truth:
    """Whether Object Lock is on."""
    declared = bucket["objectLockEnabled"].is_true()
    inline = bucket["objectLockConfiguration"]["objectLockEnabled"].equals("Enabled")
    return declared | inline | bucket.stack.bound_to(bucket, BUCKET_LOCKS, by="bucket").some()


def is_versioned(bucket: Resource) -> Truth:
    """Whether versioning is on."""
    bound = bucket.stack.bound_to(bucket, BUCKET_VERSIONINGS, by="bucket")
    inline = bucket["versioning"]["enabled"].is_true()
    return inline | bound.some(lambda one: one["versioningConfiguration"]["status"].equals("Enabled"))


def is_logged(bucket: Resource) -> Truth:
    """Whether it logs who reads and writes it."""
    bound = bucket.stack.bound_to(bucket, BUCKET_LOGGINGS, by="bucket")
    return bound.some(lambda one: one["targetBucket"].is_set()) | bucket["logging"]["targetBucket"].is_set()


def blocks_public_access(bucket: Resource) -> Truth:
    """Whether a public access block with all four switches on is bound to it."""
    blocks = bucket.stack.bound_to(bucket, PUBLIC_ACCESS_BLOCKS, by="bucket")
    return blocks.some(lambda one: blocks_all(one.root))


def is_replica(bucket: Resource) -> Truth:
    """Whether another bucket is replicated to it."""
    inline = bucket.stack.bound_to(bucket, BUCKETS, by="replicationConfiguration.rules.destination.bucket")
    return bucket.stack.bound_to(bucket, BUCKET_REPLICATIONS, by="rules.destination.bucket").some() | inline.some()


def is_encrypted(bucket: Resource, holds: Callable[[Node], Truth]) -> Truth:
    """Whether something holds of a rule of its default encryption."""
    bound = bucket.stack.bound_to(bucket, BUCKET_ENCRYPTIONS, by="bucket")
    inline = bucket["serverSideEncryptionConfiguration"]["rule"].some(holds)
    return inline | bound.some(lambda one: one["rules"].some(holds))


def has_lifecycle(
    bucket: Resource,
    holds: Callable[[Node], Truth] = lambda _: Truth.TRUE,
    inline: Callable[[Node], Truth] | None = None,
) -> Truth:
    """Whether something holds of a lifecycle rule of it that is in force; `inline`, of one in the older spelling."""
    bound = bucket.stack.bound_to(bucket, BUCKET_LIFECYCLES, by="bucket")
    older = bucket["lifecycleRules"].some(lambda rule: rule["enabled"].is_true() & (inline or holds)(rule))
    return older | bound.some(
        lambda one: one["rules"].some(lambda rule: rule["status"].equals("Enabled") & holds(rule))
    )


def has_statement(bucket: Resource, holds: Callable[[Statement], Truth]) -> Truth:
    """Whether something holds of a statement of its policy."""
    bound = bucket.stack.bound_to(bucket, BUCKET_POLICIES, by="bucket")
    inline = some(map(holds, statements(bucket["policy"])))
    return inline | bound.some(lambda one: some(map(holds, statements(one["policy"]))))


def arns(bucket: Resource) -> set[str]:
    """Its ARN in whatever spelling is known; none before its name is."""
    named = bucket["bucket"].value
    made = {f"arn:aws:s3:::{named}"} if isinstance(named, str) and named else set()
    return {one for one in bucket.identifiers() if one.startswith("arn:")} or made
