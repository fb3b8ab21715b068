"""What a store is for is said by its tag, else by how its name ends."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.zones import RAW, SENSITIVE, is_classified, is_for, refuses_erasure
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.truth import Truth
from tests.policies.cases import stack

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
DENIED = '{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObjectVersion", "Resource": "*"}]}'


def bucket(name: str = "data", **properties: Any) -> Resource:
    """A bucket with these properties."""
    (made,) = stack({name: {"type": "aws:s3/bucket:Bucket", "properties": properties}}).resources
    return made


@pytest.mark.parametrize(
    ("store", "raw"),
    [
        (bucket("lake-raw"), T),
        (bucket("raw"), T),
        (bucket("draw"), F),
        (bucket("raw-logs"), F),
        (bucket(bucket="acme.landing"), T),
        (bucket(bucket=UNKNOWN), U),
        (bucket(tags={"purpose": "raw"}), T),
        (bucket("lake-raw", tags={"purpose": "scratch"}), F),
        (bucket("lake-raw", tags={"purpose": UNKNOWN}), U),
    ],
)
def test_a_tag_goes_before_a_name(store: Resource, raw: Truth) -> None:
    assert is_for(store, *RAW) is raw


def test_either_spelling_of_the_classification_counts() -> None:
    assert is_classified(bucket(tags={"data-classification": "pii"}), *SENSITIVE) is T
    assert is_classified(bucket(tags={"data_classification": "phi"}), *SENSITIVE) is T
    assert is_classified(bucket(tags={"data-classification": "internal"}), *SENSITIVE) is F
    assert is_classified(bucket(), *SENSITIVE) is F


@pytest.mark.parametrize(
    ("store", "refused"),
    [
        (bucket(objectLockEnabled=True), T),
        (bucket(versioning={"enabled": True}, policy=DENIED), T),
        (bucket(policy=DENIED), F),
        (bucket(versioning={"enabled": True}), F),
        (bucket(versioning={"enabled": True}, policy=UNKNOWN), U),
    ],
)
def test_a_lock_or_a_policy_over_versions_refuses_erasure(store: Resource, refused: Truth) -> None:
    assert refuses_erasure(store) is refused
