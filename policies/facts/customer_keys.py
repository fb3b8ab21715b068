"""Keys of KMS that are one's own, and not those that AWS makes for a service."""

from __future__ import annotations

from typing import Final

from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth

_KEYS: Final = (
    "aws:kms/key:Key",
    "aws:kms/alias:Alias",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
)
_OF_AWS: Final = r"(.*:)?alias/aws/.+|AWS_OWNED_KMS_KEY"


def is_own_key(owner: Resource, key: Node) -> Truth:
    """Whether a setting of a resource names a key, or an alias, that is not one of AWS's."""
    if key.is_set() is not Truth.FALSE and owner.stack.referred(key, _KEYS):
        return key.is_set()
    return key.is_set() & ~key.matches(_OF_AWS)
