"""Provider resources, and which provider serves a resource."""

from __future__ import annotations

from typing import Any

import pulumi

from engine import Operation
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Group, Item, Source, options, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_unknown_package_is_an_error_that_names_it(stack: Deployer) -> None:
    result = stack(lambda: pulumi.CustomResource("azure:index:Vm", "vm"), succeeds=False)
    missing = "the embedded engine has no provider for package 'azure'; it has pulumi, test"
    assert result.summary.errors == [f"{urn_of('default', 'pulumi:providers:azure')}: {missing}"]


def test_explicit_provider_gets_its_configuration_and_default_provider_the_stacks(
    stack: Deployer, cloud: Cloud
) -> None:
    def program() -> None:
        west = Source("west", region="west")
        Item("default")
        Item("explicit", options(provider=west))
        Item("inherited", options(parent=Group("group", options(providers=[west]))))

    result = stack(program, {"test:region": "east"})
    assert sorted(configuration["region"] for configuration in cloud.configurations) == ["east", "west"]
    west = result.of("pulumi:providers:test", "west")
    assert result.of("test:index:Item", "explicit").provider == f"{west.urn}::{west.id}"
    assert result.of("test:index:Item", "inherited").provider == f"{west.urn}::{west.id}"
    assert "::pulumi:providers:test::default::" in result.of("test:index:Item", "default").provider
    assert stack(program).summary.changes == {"same": 6}
    assert stack(None, operation=Operation.DESTROY).resources == []


def test_changed_provider_is_updated_in_place_or_replaced_with_all_its_resources(stack: Deployer, cloud: Cloud) -> None:
    def program(**config: Any) -> Any:
        return lambda: Item("item", options(provider=Source("source", **config)))

    first = stack(program(region="east"))
    updated = stack(program(region="east", profile="ops"))
    assert updated.summary.changes == {"same": 2, "update": 1}
    assert updated.of("pulumi:providers:test", "source").id == first.of("pulumi:providers:test", "source").id

    replaced = stack(program(region="west", profile="ops"))
    assert replaced.summary.changes == {"same": 1, "replace": 2}
    assert replaced.of("pulumi:providers:test", "source").id != first.of("pulumi:providers:test", "source").id
    assert cloud.names() == {"item"}
    assert len(replaced.resources) == 3
