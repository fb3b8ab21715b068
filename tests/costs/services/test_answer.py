"""Types are told apart by what matters for their prices."""

from __future__ import annotations

import pytest

from costs import Assumptions
from costs.services import Surroundings, kind
from tests.costs.listed import declared


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("aws:ec2/vpc:Vpc", "aws:ec2:Vpc"),
        ("kubernetes:karpenter.sh/v1:NodePool", "kubernetes:karpenter.sh:NodePool"),
        ("pulumi:providers:aws", "pulumi:providers:aws"),
        ("nonsense", "nonsense::"),
    ],
)
def test_a_kind_has_neither_file_nor_version(token: str, name: str) -> None:
    assert kind(token) == name


def test_resources_of_a_type_are_found_whatever_their_version() -> None:
    found = {one.urn: one for one in (declared("kubernetes:a.b/v1:X", "one"), declared("kubernetes:a.b/v2:X", "two"))}
    names = [one.name for one in Surroundings("r", Assumptions(), found).of_type("kubernetes:a.b:X")]
    assert names == ["one", "two"]
