"""Resources may be in the regions of the list, whole names alone."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.regions import is_allowed
from policies.node import UNKNOWN, Node
from policies.truth import Truth


@pytest.mark.parametrize(
    ("region", "allowed"),
    [
        ("eu-central-1", Truth.TRUE),
        ("eu-south-2", Truth.TRUE),
        ("eu-west-2", Truth.FALSE),
        ("us-east-1", Truth.FALSE),
        ("eu-central-12", Truth.FALSE),
        (None, Truth.FALSE),
        (UNKNOWN, Truth.UNKNOWN),
    ],
)
def test_the_european_union(region: Any, allowed: Truth) -> None:
    assert is_allowed(Node(region)) is allowed
