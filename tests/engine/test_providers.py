"""Provider resources, and which provider serves a resource."""

from __future__ import annotations

import threading
from typing import Any

import pulumi
import pytest

from engine import Operation
from engine.errors import EngineError
from engine.providers import Providers, default_inputs, package_of, provider_urn, reference
from engine.resource import ResourceState
from protocol.provider import ProviderError
from protocol.values import UNKNOWN_WIRE, Secret
from tests.engine.memory_provider import Cloud, MemoryProvider
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


PROVIDER = "urn:pulumi:dev::golden::pulumi:providers:test::"


def source(name: str = "p", id_: str = "id-1", **inputs: Any) -> ResourceState:
    """A recorded provider of package `test`."""
    return ResourceState(urn=f"{PROVIDER}{name}", custom=True, type="pulumi:providers:test", id=id_, inputs=inputs)


def test_reference_and_back() -> None:
    assert reference(source()) == f"{PROVIDER}p::id-1"
    assert provider_urn(f"{PROVIDER}p::id-1") == f"{PROVIDER}p"
    assert reference(source(id_="")) == f"{PROVIDER}p::{UNKNOWN_WIRE}"
    assert package_of("aws:sqs/queue:Queue") == "aws"


def test_provider_is_configured_once_and_only_when_it_is_needed(cloud: Cloud) -> None:
    providers = Providers({"test": cloud}, [source(region="east")])
    assert cloud.configurations == []
    first = providers.client(f"{PROVIDER}p::id-1", wanted_by="x")
    assert providers.client(f"{PROVIDER}p::id-1", wanted_by="y") is first
    assert cloud.configurations == [{"region": "east"}]


def test_changed_configuration_configures_anew(cloud: Cloud) -> None:
    providers = Providers({"test": cloud}, [source(region="east")])
    first = providers.client(f"{PROVIDER}p::id-1", wanted_by="x")
    providers.add(source(region="east"))
    assert providers.client(f"{PROVIDER}p::id-1", wanted_by="x") is first
    providers.add(source(region="west"))
    assert providers.client(f"{PROVIDER}p::id-1", wanted_by="x") is not first
    assert [configuration["region"] for configuration in cloud.configurations] == ["east", "west"]


def test_unknown_reference_names_who_wanted_it(cloud: Cloud) -> None:
    with pytest.raises(EngineError, match=f"^item: there is no provider {PROVIDER}p::id-9$"):
        Providers({"test": cloud}, []).client(f"{PROVIDER}p::id-9", wanted_by="item")


def test_internal_inputs_are_no_configuration_and_secrets_reach_the_provider(cloud: Cloud) -> None:
    recorded = source(region="east", token=Secret("s"), __internal={"pluginDownloadURL": "x"})
    Providers({"test": cloud}, [recorded]).client(f"{PROVIDER}p::id-1", wanted_by="x")
    assert cloud.configurations == [{"region": "east", "token": Secret("s")}]


def test_default_provider_gets_the_configuration_under_its_package() -> None:
    config = {"test:region": "east", "test:token": Secret("s"), "testing:region": "no", "strata:region": "no"}
    assert default_inputs("test", config, "1.2.3", "https://x") == {
        "region": "east",
        "token": Secret("s"),
        "version": "1.2.3",
        "pluginDownloadURL": "https://x",
    }
    assert default_inputs("test", {}, "", "") == {}


def test_provider_that_refuses_its_configuration_fails_what_needs_it(stack: Deployer, cloud: Cloud) -> None:
    class Refusing(MemoryProvider):
        def Configure(self, request: Any) -> Any:
            raise ProviderError("it has no region")

    stack.providers = {"test": lambda: Refusing(cloud)}
    result = stack(lambda: Item("one"), succeeds=False)
    assert result.summary.errors == [f"{urn_of('one')}: it has no region"]


def test_cancelling_reaches_every_configured_provider(cloud: Cloud) -> None:
    providers = Providers({"test": cloud}, [source("p"), source("q", "id-2"), source("idle", "id-3")])
    providers.client(f"{PROVIDER}p::id-1", wanted_by="x")
    providers.client(f"{PROVIDER}q::id-2", wanted_by="x")
    providers.cancel()
    assert cloud.called("cancel") == [("cancel", "")] * 2


def test_id_of_a_new_provider_is_unknown_in_a_preview(stack: Deployer, cloud: Cloud) -> None:
    """What it serves is checked and planned all the same."""

    def program() -> None:
        Item("item", options(provider=Source("source", region="east")))

    planned = stack(program, operation=Operation.PREVIEW)
    assert planned.summary.changes == {"create": 3}
    assert cloud.called("check") == [("check", "item")]


def test_an_interrupt_reaches_every_provider_even_if_one_of_them_fails(cloud: Cloud) -> None:
    reached: list[str] = []
    both = threading.Event()

    class Deaf(MemoryProvider):
        def Cancel(self, request: Any) -> Any:
            reached.append("one")
            if len(reached) == 2:
                both.set()
            raise ConnectionError("it is gone")

    providers = Providers({"test": lambda: Deaf(cloud)}, [source("p"), source("q", "id-2")])
    providers.client(f"{PROVIDER}p::id-1", wanted_by="x")
    providers.client(f"{PROVIDER}q::id-2", wanted_by="x")
    cancel = threading.Event()
    with providers.heeding(cancel):
        cancel.set()
        assert both.wait(10)
