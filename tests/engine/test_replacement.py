"""Deleting a resource before its replacement is made takes along what hangs on it."""

from __future__ import annotations

from collections.abc import Callable

from protocol.provider import ProviderError
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Item, options, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def chain(value: int, *, protect: bool = False, last: bool = True) -> Callable[[], None]:
    """`root` is replaced by deleting first; `user` would be replaced by its change, `reader` only updated."""

    def declare() -> None:
        root = Item("root", onlyOne=value)
        user = Item("user", options(protect=protect), replaceMe=root.number)
        Item("reader", value=root.number)
        if last:
            Item("user-of-user", replaceMe=user.number)

    return declare


def test_dependents_that_would_be_replaced_are_deleted_first(stack: Deployer, cloud: Cloud) -> None:
    """In reverse order of dependency; what would only be updated stays."""
    stack(chain(1))
    cloud.calls.clear()
    result = stack(chain(2))
    assert result.summary.changes == {"same": 1, "replace": 3, "update": 1}
    assert cloud.called("delete") == [("delete", "user-of-user"), ("delete", "user"), ("delete", "root")]
    changed = cloud.called("create", "delete", "update")
    assert changed.index(("delete", "root")) < changed.index(("create", "root")) < changed.index(("create", "user"))
    assert cloud.names() == {"root", "user", "reader", "user-of-user"}
    assert stack(chain(2)).summary.changes == {"same": 5}


def test_dependent_that_is_no_longer_declared_is_deleted_once(stack: Deployer, cloud: Cloud) -> None:
    stack(chain(1))
    cloud.calls.clear()
    result = stack(chain(2, last=False))
    assert cloud.called("delete").count(("delete", "user-of-user")) == 1
    assert result.names(ITEM) == {"root", "user", "reader"}


def test_protected_dependent_stops_the_replacement(stack: Deployer, cloud: Cloud) -> None:
    stack(chain(1, protect=True))
    cloud.calls.clear()
    result = stack(chain(2, protect=True), succeeds=False)
    reason = f"it is protected, and would have to be replaced because {urn_of('root')} is replaced"
    assert result.summary.errors == [f"{urn_of('user')}: {reason}; take the `protect` option out of the program first"]
    assert cloud.called("create", "delete", "update") == []


def test_failure_after_the_deletion_is_made_good_by_the_next_up(stack: Deployer, cloud: Cloud) -> None:
    """What was deleted is recorded as awaiting its replacement, and nothing is deleted twice."""
    stack(chain(1))
    cloud.calls.clear()

    def failures(verb: str, name: str) -> None:
        if (verb, name) == ("create", "root"):
            raise ProviderError("no")

    cloud.failures = failures
    failed = stack(chain(2), succeeds=False)
    waiting = {state.urn for state in failed.resources if state.pending_replacement}
    assert waiting == {urn_of("root"), urn_of("user"), urn_of("user-of-user")}
    assert cloud.names() == {"reader"}

    cloud.failures = lambda _verb, _name: None
    stack(chain(2))
    assert cloud.names() == {"root", "user", "reader", "user-of-user"}
    assert len(cloud.called("delete")) == 3
    assert stack(chain(2)).summary.changes == {"same": 5}


def test_replaced_resource_whose_deletion_failed_is_deleted_by_the_next_up(stack: Deployer, cloud: Cloud) -> None:
    def failures(verb: str, _name: str) -> None:
        if verb == "delete":
            raise ProviderError("in use")

    def program(value: int) -> Callable[[], object]:
        return lambda: Item("item", replaceMe=value)

    stack(program(1))
    cloud.failures = failures
    failed = stack(program(2), succeeds=False)
    assert failed.summary.errors == [f"{urn_of('item')}: delete-replaced failed: in use"]
    assert [(state.id, state.delete) for state in failed.resources if state.type == ITEM] == [
        ("item-2", False),
        ("item-1", True),
    ]
    cloud.failures = lambda _verb, _name: None
    stack(program(2))
    assert cloud.resources == {"item-2": {"replaceMe": 2}}


def test_resource_deleted_with_another_is_not_deleted_itself(stack: Deployer, cloud: Cloud) -> None:
    def program() -> None:
        first = Item("first")
        Item("second", options(deleted_with=first))

    stack(program)
    result = stack(lambda: None)
    assert result.summary.changes == {"same": 1, "delete": 2}
    assert cloud.called("delete") == [("delete", "first")]
    assert result.names(ITEM) == set()
