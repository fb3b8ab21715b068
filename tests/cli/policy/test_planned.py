"""The engine's states as rules see them."""

from __future__ import annotations

from cli.policy.planned import stack_of
from engine.resource import ResourceState
from policies.node import UNKNOWN, Secret
from protocol import values

URN = "urn:pulumi:dev::small::a:b:C::one"


def test_all_that_rules_need_is_taken_over() -> None:
    state = ResourceState(
        urn=URN,
        type="a:b:C",
        custom=True,
        id="id-1",
        inputs={"x": values.UNKNOWN, "y": [values.Secret({"z": values.UNKNOWN})], "n": None},
        outputs={"arn": "arn:1"},
        parent="up",
        dependencies=["d"],
        property_dependencies={"x": ["d"]},
        provider="p::1",
        protect=True,
    )
    (seen,) = stack_of([state]).resources
    assert seen.properties == {"x": UNKNOWN, "y": [Secret({"z": UNKNOWN})], "n": None}
    assert (seen.urn, seen.type, seen.name, seen.id, seen.parent) == (URN, "a:b:C", "one", "id-1", "up")
    assert (seen.outputs, seen.provider, seen.protect) == ({"arn": "arn:1"}, "p::1", True)
    assert (seen.dependencies, seen.property_dependencies) == (("d",), {"x": ("d",)})


def test_what_waits_for_its_deletion_is_not_judged() -> None:
    assert stack_of([ResourceState(urn=URN, type="a:b:C", custom=True, id="1", delete=True)]).resources == ()
