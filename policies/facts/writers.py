"""Roles that may write: to datasets, to models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policies.facts.buckets import arns
from policies.facts.families import BUCKETS
from policies.facts.permissions import carried
from policies.facts.policy_document import Statement, statements
from policies.facts.zones import is_for
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth, some

_WRITES: Final = ("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutBucketPolicy", "s3:DeleteBucket")


def writes_to(role: Resource, *purposes: str) -> Truth:
    """Whether a role may write to a bucket of this stack that is for one of these purposes."""
    buckets = role.stack.remember(("buckets for", purposes), lambda: _buckets_for(role.stack, purposes))
    return some(
        certain & _writes(statement, bucket) & meant
        for statement, certain in _granted(role)
        for bucket, meant in buckets
    )


def _buckets_for(stack: Stack, purposes: tuple[str, ...]) -> list[tuple[Resource, Truth]]:
    return [(one, meant) for one in stack.of(*BUCKETS) if (meant := is_for(one, *purposes)) is not Truth.FALSE]


def _granted(role: Resource) -> Iterator[tuple[Statement, Truth]]:
    for document, certain in carried(role):
        for statement in statements(document):
            granted = certain & statement.allows() & statement.covers_action(*_WRITES)
            if granted is not Truth.FALSE:
                yield statement, granted


def _writes(statement: Statement, bucket: Resource) -> Truth:
    known = arns(bucket)
    named = some(statement.names_resource(rf"{re.escape(arn)}(/.*)?") for arn in known)
    if not known and bucket["bucket"].value is UNKNOWN:
        named |= Truth.UNKNOWN & statement.names_resource("arn:[^:]*:s3:.*")
    return named | statement.names_resource(r"arn:[^:]*:s3:::\*.*") | statement.is_for_any_resource()
