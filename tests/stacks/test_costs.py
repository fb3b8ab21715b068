"""What the stacks cost: every type has an answer, and every line a price where the list has the region."""

from __future__ import annotations

import pytest

from cli.cost.bill import declarations
from costs import estimate
from costs.types import Types
from engine import Operation
from tests.stacks.conftest import Platform


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_every_declared_type_has_an_answer(platform: Platform, stack: str) -> None:
    summary, _ = platform(Operation.PREVIEW, stack)
    declared = declarations(summary.resources)
    types = Types.load()
    assert sorted({one.type for one in declared if not types.answered(one.type)}) == []
    found = estimate(declared, "us-east-1")
    # The list has no price of a db.m7g.large, or of a larger one.
    assert {item.price for item in found.total.unknown} <= {"rds/db.m7g.large"}
    assert {item.urn for item in found.items} | found.free.keys() == {one.urn for one in declared}
    assert found.total.usd.low > 73


def test_a_sleeping_stack_pays_for_no_nodes(platform: Platform) -> None:
    summary, _ = platform(Operation.PREVIEW, "prod", {"strata:hibernation": '{"level": "nodes"}'})
    found = estimate(declarations(summary.resources), "us-east-1")
    nodes = [item for item in found.items if item.price.startswith("ec2/") and item.price.count(".")]
    assert [item.usd and (item.usd.low, item.usd.high) for item in nodes] == [(0, 0)]
    assert not [item for item in found.items if "karpenter" in item.urn and item.price.startswith("ec2/")]
