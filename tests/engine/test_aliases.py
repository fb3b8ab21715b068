"""A resource that was renamed, moved or retyped is still the same resource."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi.runtime.proto import alias_pb2

from engine.aliases import candidates
from engine.goal import Goal
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Group, Item, Source, item, options, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_alias_by_name_type_parent_and_urn_keeps_the_resource(stack: Deployer, cloud: Cloud) -> None:
    stack(item(value=1))
    by_name = options(aliases=[pulumi.Alias(name="item")])
    assert stack(lambda: Item("renamed", by_name, value=1)).summary.changes == {"same": 2}

    def moved() -> None:
        group = Group("group")
        aliases = [pulumi.Alias(name="renamed", parent=pulumi.ROOT_STACK_RESOURCE)]
        Item("renamed", options(parent=group, aliases=aliases), value=1)

    result = stack(moved)
    assert result.summary.changes == {"same": 2, "create": 1}
    assert [state.urn for state in result.resources if state.type == ITEM] == [
        "urn:pulumi:test::strata::test:index:Group$test:index:Item::renamed"
    ]
    by_urn = ["urn:pulumi:test::strata::test:index:Group$test:index:Item::renamed"]
    assert stack(lambda: Item("item", options(aliases=by_urn), value=1)).summary.changes == {"same": 2, "delete": 1}
    assert cloud.called("create", "delete") == [("create", "item")]


def test_children_follow_the_alias_of_their_parent(stack: Deployer, cloud: Cloud) -> None:
    def program(group: str, opts: pulumi.ResourceOptions | None = None, type_: str = "test:index:Group") -> Any:
        def declare() -> None:
            parent = pulumi.ComponentResource(type_, group, None, opts)
            first = Item(f"{group}-first", options(parent=parent))
            Item("second", options(parent=parent), value=first.number)

        return declare

    stack(program("old"))
    renamed = stack(program("new", options(aliases=[pulumi.Alias(name="old")])))
    assert renamed.summary.changes == {"same": 4}
    retyped = stack(program("new", options(aliases=[pulumi.Alias(type_="test:index:Group")]), "test:index:Team"))
    assert retyped.summary.changes == {"same": 4}
    assert {state.parent.split("::")[2] for state in retyped.resources if state.type == ITEM} == {"test:index:Team"}
    assert cloud.called("delete") == []


def test_alias_of_a_provider_keeps_its_resources(stack: Deployer, cloud: Cloud) -> None:
    def program(name: str, opts: pulumi.ResourceOptions | None = None) -> Any:
        return lambda: Item("item", options(provider=Source(name, opts, region="east")))

    stack(program("old"))
    result = stack(program("new", options(aliases=[pulumi.Alias(name="old")])))
    assert result.summary.changes == {"same": 3}
    assert result.of(ITEM, "item").provider.startswith(urn_of("new", "pulumi:providers:test"))


GROUP = "urn:pulumi:dev::shop::t:i:Group::new"
OLD_GROUP = "urn:pulumi:dev::shop::t:i:Group::old"
UNDER = "urn:pulumi:dev::shop::t:i:Group$"


def spec(**fields: Any) -> Any:
    return alias_pb2.Alias(spec=alias_pb2.Alias.Spec(**fields))


@pytest.mark.parametrize(
    ("alias", "urn"),
    [
        (alias_pb2.Alias(urn="urn:pulumi:dev::shop::t:i:Other::x"), "urn:pulumi:dev::shop::t:i:Other::x"),
        (spec(name="was"), f"{UNDER}t:i:Item::was"),
        (spec(type="t:i:Was"), f"{UNDER}t:i:Was::item"),
        (spec(stack="prod"), "urn:pulumi:prod::shop::t:i:Group$t:i:Item::item"),
        (spec(project="store"), "urn:pulumi:dev::store::t:i:Group$t:i:Item::item"),
        (spec(parentUrn="urn:pulumi:dev::shop::t:i:Team::a"), "urn:pulumi:dev::shop::t:i:Team$t:i:Item::item"),
        (spec(noParent=True), "urn:pulumi:dev::shop::t:i:Item::item"),
        (spec(noParent=True, name="was"), "urn:pulumi:dev::shop::t:i:Item::was"),
    ],
)
def test_what_an_alias_leaves_out_is_as_it_is_now(alias: Any, urn: str) -> None:
    goal = Goal(type="t:i:Item", name="item", custom=True, parent=GROUP, aliases=[alias])
    assert list(candidates(goal, "dev", "shop", None)) == [urn]


def test_aliases_of_the_parent_multiply_those_of_the_child() -> None:
    """The child's own come first; a name that starts with the parent's follows the parent's old name."""
    goal = Goal(type="t:i:Item", name="new-item", custom=True, parent=GROUP, aliases=[spec(name="new-was")])
    assert list(candidates(goal, "dev", "shop", OLD_GROUP)) == [
        f"{UNDER}t:i:Item::new-was",
        f"{UNDER}t:i:Item::old-item",
        f"{UNDER}t:i:Item::old-was",
    ]


def test_resource_without_aliases_has_no_other_urns() -> None:
    assert list(candidates(Goal(type="t:i:Item", name="item", custom=True, parent=GROUP), "dev", "shop", None)) == []
