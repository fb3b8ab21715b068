"""Deleting resources: order, protection, what is only forgotten."""

from __future__ import annotations

import threading

from engine import Operation
from protocol.provider import ProviderError
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Item, Source, options, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_independent_resources_are_deleted_in_parallel(stack: Deployer, cloud: Cloud) -> None:
    together = threading.Barrier(3)

    def failures(verb: str, _name: str) -> None:
        if verb == "delete":
            together.wait(10)

    def program() -> None:
        for name in ("one", "two", "three"):
            Item(name)

    stack(program)
    cloud.failures = failures
    stack(None, operation=Operation.DESTROY, parallel=3)
    assert cloud.resources == {}


def test_nothing_is_deleted_when_anything_is_protected(stack: Deployer, cloud: Cloud) -> None:
    """Each protected resource is named."""

    def program() -> None:
        Item("one", options(protect=True))
        Item("two", options(protect=True))
        Item("three")

    stack(program)
    result = stack(None, operation=Operation.DESTROY, succeeds=False)
    advice = "it is protected and cannot be deleted, so nothing was; take the `protect` option out of the program and"
    assert sorted(result.summary.errors) == [f"{urn_of(n)}: {advice} run `up` first" for n in ("one", "two")]
    assert cloud.called("delete") == []


def test_retained_resource_is_forgotten_but_not_deleted(stack: Deployer, cloud: Cloud) -> None:
    stack(lambda: Item("one", options(retain_on_delete=True)))
    result = stack(lambda: None)
    assert result.summary.changes == {"same": 1, "delete": 1}
    assert cloud.names() == {"one"}
    assert result.names(ITEM) == set()


def test_failed_deletion_keeps_what_depends_on_nothing_deleted_yet(stack: Deployer, cloud: Cloud) -> None:
    """What the failed resource needs is not deleted; the next destroy goes on."""

    def program() -> None:
        first = Item("first")
        Item("second", options(depends_on=[first]))

    def failures(verb: str, name: str) -> None:
        if (verb, name) == ("delete", "second"):
            raise ProviderError("in use")

    stack(program)
    cloud.failures = failures
    result = stack(None, operation=Operation.DESTROY, succeeds=False)
    assert result.summary.errors == [f"{urn_of('second')}: delete failed: in use"]
    assert cloud.names() == {"first", "second"}

    cloud.failures = lambda _verb, _name: None
    assert stack(None, operation=Operation.DESTROY).resources == []
    assert cloud.resources == {}


def test_provider_is_deleted_after_its_resources(stack: Deployer, cloud: Cloud) -> None:
    stack(lambda: Item("one", options(provider=Source("source"))))
    result = stack(None, operation=Operation.DESTROY, parallel=1)
    order = [event.urn for event in result.events if getattr(event, "op", "") == "delete"]
    assert order.index(urn_of("one")) < order.index(urn_of("source", "pulumi:providers:test"))


def test_destroy_of_a_stack_that_was_never_up_does_nothing(stack: Deployer) -> None:
    assert stack(None, operation=Operation.DESTROY).summary.changes == {}
