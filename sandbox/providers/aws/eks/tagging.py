"""How every EKS resource is tagged, and how the parts of a cluster are named."""

from __future__ import annotations

from sandbox.providers.aws.tags import Tagging


def tagging(identity: str = "arn") -> Tagging:
    """The tag operations, for a type whose ARN is the output of this name."""
    return Tagging(identity=identity, resource="resourceArn", tags="tags", keys="tagKeys", pair=None)


def part_of(id: str) -> tuple[str, str]:
    """Cluster and own name of a part whose id is `cluster:name`; the name may hold colons itself."""
    cluster, _, name = id.partition(":")
    return cluster, name
