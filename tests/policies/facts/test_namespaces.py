"""Objects are together in a namespace by its name, or by what its name is made of while that is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.kubernetes import objects
from policies.facts.namespaces import Together, beside, inside
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

TEAM, OTHER = "urn:team", "urn:other"


def namespace(urn: str, metadata: Any, id_: str | None = None) -> Resource:
    return Resource(urn=urn, type="kubernetes:core/v1:Namespace", name=urn, properties={"metadata": metadata}, id=id_)


def quota(name: str, inside_of: Any, *made_of: str) -> Resource:
    return Resource(
        urn=name,
        type="kubernetes:core/v1:ResourceQuota",
        name=name,
        properties={"metadata": {"namespace": inside_of}},
        property_dependencies={"metadata": made_of},
    )


def names(together: Together) -> tuple[set[str], set[str]]:
    return {one.owner.urn for one in together.certain}, {one.owner.urn for one in together.possible}


QUOTAS = [
    quota("by-name", "team"),
    quota("by-dependency", UNKNOWN, TEAM),
    quota("elsewhere", "other"),
    quota("elsewhere-by-dependency", UNKNOWN, OTHER),
    quota("nobody-knows", UNKNOWN),
    quota("default", None),
]


@pytest.mark.parametrize(
    ("team", "certain", "possible"),
    [
        (
            namespace(TEAM, {"name": "team"}),
            {"by-name", "by-dependency"},
            {"nobody-knows", "elsewhere-by-dependency"},
        ),
        (namespace(TEAM, {}, "team"), {"by-name", "by-dependency"}, {"nobody-knows", "elsewhere-by-dependency"}),
        (namespace(TEAM, {}), {"by-dependency"}, {"nobody-knows", "elsewhere-by-dependency"}),
        (
            namespace(TEAM, {"name": UNKNOWN}),
            {"by-dependency"},
            {"by-name", "elsewhere", "elsewhere-by-dependency", "nobody-knows", "default"},
        ),
    ],
)
def test_a_namespace_has_what_names_it_or_is_made_of_it(team: Resource, certain: set[str], possible: set[str]) -> None:
    Stack([team, namespace(OTHER, {"name": "other"}), *QUOTAS])
    (one,) = objects(team, "Namespace")
    assert names(inside(one, "ResourceQuota")) == (certain, possible)


@pytest.mark.parametrize(
    ("asked", "certain", "possible"),
    [
        ("by-name", {"by-name"}, {"by-dependency", "elsewhere-by-dependency", "nobody-knows"}),
        (
            "by-dependency",
            {"by-dependency"},
            {"by-name", "elsewhere", "elsewhere-by-dependency", "nobody-knows", "default"},
        ),
        ("default", {"default"}, {"by-dependency", "elsewhere-by-dependency", "nobody-knows"}),
        ("nobody-knows", set(), {one.urn for one in QUOTAS}),
    ],
)
def test_objects_are_beside_each_other(asked: str, certain: set[str], possible: set[str]) -> None:
    stack = Stack([namespace(TEAM, {"name": "team"}), namespace(OTHER, {"name": "other"}), *QUOTAS])
    resource = stack.find(asked)
    assert resource is not None
    (one,) = objects(resource, "ResourceQuota")
    assert names(beside(one, "ResourceQuota")) == (certain, possible)


def test_what_holds_of_one_that_may_be_elsewhere_is_unknown() -> None:
    stack = Stack([namespace(TEAM, {"name": "team"}), *QUOTAS])
    (one,) = objects(stack.resources[0], "Namespace")
    together = inside(one, "ResourceQuota")
    assert together.some() is Truth.TRUE
    assert together.some(lambda one: Truth.TRUE if one.owner.urn == "nobody-knows" else Truth.FALSE) is Truth.UNKNOWN
    assert together.some(lambda _: Truth.FALSE) is Truth.FALSE


def test_to_be_made_of_the_same_thing_is_not_to_share_a_namespace_unless_it_is_one() -> None:
    labels = Resource(urn="urn:labels", type="random:index/randomPet:RandomPet", name="labels", properties={})
    quotas = [quota("a", UNKNOWN, "urn:labels", "urn:gone"), quota("b", UNKNOWN, "urn:labels", "urn:gone")]
    Stack([labels, *quotas])
    (one,) = objects(quotas[0], "ResourceQuota")
    assert names(beside(one, "ResourceQuota")) == (set(), {"a", "b"})
