"""The benchmark of the policies copies resources that refer to each other, and tells what each count takes."""

from __future__ import annotations

import pytest

from benchmarks.measuring import measure_module
from benchmarks.policies import copies
from policies.resource import Resource

KEY = Resource(urn="urn:pulumi:dev::p::k::key", type="k", name="key", properties={})
QUEUE = Resource(
    urn="urn:pulumi:dev::p::q::queue",
    type="q",
    name="queue",
    properties={},
    property_dependencies={"key": (KEY.urn,)},
)


def test_each_copy_is_bound_to_its_own() -> None:
    made = copies([KEY, QUEUE], 5)
    assert len({one.urn for one in made}) == 5
    assert made[3].property_dependencies == {"key": (made[2].urn,)}
    assert [one.type for one in made] == ["k", "q", "k", "q", "k"]


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "resources"), [(7, 7), (0, 327)])
def test_what_is_measured(asked: int, resources: int) -> None:
    measured = measure_module("benchmarks.policies", "--child", str(asked))
    assert measured.resources == resources
    assert measured.seconds > 0
