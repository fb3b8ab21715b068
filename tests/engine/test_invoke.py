"""Functions of providers."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from engine import Operation
from protocol.provider import ProviderError
from tests.engine.memory_provider import Cloud, failing
from tests.engine.programs import Group, Item, Source, urn_of
from tests.harness import Deployer


def test_result_reaches_the_program_at_once_or_as_an_output(stack: Deployer, cloud: Cloud) -> None:
    seen: dict[str, Any] = {}

    def program() -> None:
        seen["plain"] = pulumi.runtime.invoke("test:index:echo", {"a": 1}).value
        item = Item("item", value="v")
        pulumi.export("echo", pulumi.runtime.invoke_output("test:index:echo", {"b": item.value})["echo"]["b"])

    planned = stack(program, operation=Operation.PREVIEW)
    assert seen["plain"] == {"echo": {"a": 1}, "preview": True}
    assert planned.summary.succeeded
    assert stack(program).summary.outputs == {"echo": "v"}
    assert seen["plain"] == {"echo": {"a": 1}, "preview": False}


def test_explicit_provider_answers(stack: Deployer, cloud: Cloud) -> None:
    def program() -> None:
        opts = pulumi.InvokeOptions(provider=Source("west", region="west"))
        pulumi.runtime.invoke_output("test:index:echo", {"a": 1}, opts)

    result = stack(program)
    assert [configuration.get("region") for configuration in cloud.configurations] == ["west"]
    assert result.names("pulumi:providers:test") == {"west"}


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ProviderError("throttled"), "throttled"),
        (ProviderError("test:index:echo: throttled"), "throttled"),
        (KeyError("a"), "the provider or the engine has a bug: KeyError: 'a'"),
    ],
)
def test_failure_names_the_function_and_the_cause_once(
    stack: Deployer, cloud: Cloud, error: Exception, cause: str
) -> None:
    cloud.failures = failing(("invoke", "test:index:echo"), error=error)
    result = stack(lambda: pulumi.runtime.invoke("test:index:echo", {}), succeeds=False)
    assert result.summary.errors == [f"test:index:echo: {cause}"]


def test_get_resource_gives_what_the_run_has_registered(stack: Deployer) -> None:
    seen: dict[str, Any] = {}

    def program() -> None:
        group = Group("group")
        item = Item("item", value="v")

        def look(_: Any) -> None:
            found = pulumi.runtime.invoke("pulumi:pulumi:getResource", {"urn": urn_of("item")})
            seen.update(found.value)

        pulumi.Output.all(group.urn, item.number).apply(look)

    stack(program)
    assert seen == {"urn": urn_of("item"), "id": "item-1", "state": {"value": "v", "number": 1}}
