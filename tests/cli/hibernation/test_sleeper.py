"""What a sleeper knows of its stack."""

from __future__ import annotations

from typing import Any, cast

import pytest

from cli.choices import Choices
from cli.hibernation.sleeper import Sleeper
from engine.resource import ResourceState


@pytest.mark.parametrize(
    ("token", "there"),
    [("kubernetes:karpenter.sh/v1:NodePool", True), ("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", False)],
)
def test_pools_are_those_of_karpenter(token: str, there: bool) -> None:
    nothing = cast("Any", None)
    pool = ResourceState(urn=f"u::{token}::x", type=token, custom=True)
    assert Sleeper("dev", nothing, [pool], nothing, nothing, Choices(), nothing).has_pools() is there
