"""A resource that was renamed, moved or retyped is still the same resource."""

from __future__ import annotations

from typing import Any

import pulumi

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
