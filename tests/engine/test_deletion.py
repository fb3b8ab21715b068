"""Deleting resources: order, protection, what is only forgotten."""

from __future__ import annotations

import threading

from engine import Operation
from protocol.provider import ProviderError
from tests.engine.memory_provider import Cloud, failing
from tests.engine.programs import Group, Item, Source, options, urn_of
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


def test_resource_deleted_with_another_stays_recorded_until_that_one_is_gone(stack: Deployer, cloud: Cloud) -> None:
    """And so does everything it needs: as long as the other one stands, it stands too."""

    def program() -> None:
        needed = Item("needed")

        def later(_id: str) -> None:
            namespace = Item("namespace")
            Item("inside", options(deleted_with=namespace, depends_on=[needed]))

        # Recorded after what is needed, without depending on it: else the order would be a matter of luck.
        needed.id.apply(later)

    stack(program)
    cloud.failures = failing(("delete", "namespace"))
    failed = stack(None, operation=Operation.DESTROY, succeeds=False)
    assert failed.names(ITEM) == {"needed", "namespace", "inside"}
    assert cloud.called("delete") == [("delete", "namespace")]
    assert failed.of(ITEM, "inside").deleted_with == urn_of("namespace")

    cloud.failures = failing()
    assert stack(None, operation=Operation.DESTROY).resources == []
    assert cloud.called("delete")[1:] == [("delete", "namespace"), ("delete", "needed")]


def test_nesting_is_deleted_by_the_outermost_call(stack: Deployer, cloud: Cloud) -> None:
    def program() -> None:
        outer = Item("outer")
        middle = Item("middle", options(deleted_with=outer))
        Item("inner", options(deleted_with=middle, depends_on=[outer]))

    stack(program)
    cloud.failures = failing(("delete", "outer"))
    assert stack(None, operation=Operation.DESTROY, succeeds=False).names(ITEM) == {"outer", "middle", "inner"}
    cloud.failures = failing()
    result = stack(None, operation=Operation.DESTROY)
    assert (result.resources, result.summary.changes["delete"]) == ([], 4)
    assert cloud.called("delete") == [("delete", "outer")] * 2


def test_resource_gets_a_call_of_its_own_where_the_order_or_the_container_demands_it(
    stack: Deployer, cloud: Cloud
) -> None:
    """Its container is only forgotten, or something that it needs goes before the container does."""

    def program() -> None:
        retained = Item("retained", options(retain_on_delete=True))
        Item("in-retained", options(deleted_with=retained))
        Item("in-component", options(deleted_with=Group("component")))
        namespace = Item("namespace")
        first = Item("first", options(depends_on=[namespace]))
        Item("second", options(deleted_with=namespace, depends_on=[first]))

    stack(program)
    stack(None, operation=Operation.DESTROY)
    deleted = [name for _, name in cloud.called("delete")]
    assert set(deleted) == {"in-retained", "in-component", "namespace", "first", "second"}
    assert deleted.index("second") < deleted.index("first") < deleted.index("namespace")
