"""What is recorded before and after a provider is asked."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi.runtime.proto import provider_pb2

from engine import Operation
from engine.snapshot import PendingKind
from protocol.provider import InitializationFailed
from protocol.values import Secret
from tests.engine.memory_provider import Cloud, MemoryProvider, failing
from tests.engine.programs import Item, two_items, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_outcome_that_nobody_knows_stays_pending(stack: Deployer, cloud: Cloud) -> None:
    """Any error that is not a refusal may hide a created resource: its intent stays in the record."""
    cloud.failures = failing(("create", "first"), error=ZeroDivisionError("oh"))
    result = stack(two_items, succeeds=False)
    assert result.summary.errors == [
        f"{urn_of('first')}: create failed: the provider or the engine has a bug: ZeroDivisionError: oh"
    ]
    pending = stack.pending()
    assert [(operation.kind, operation.resource.urn) for operation in pending] == [
        (PendingKind.CREATING, urn_of("first"))
    ]


def test_resource_that_is_not_ready_is_recorded_and_updated_next_time(stack: Deployer, cloud: Cloud) -> None:
    cloud.resources["first-7"] = {"value": "a"}
    not_ready = InitializationFailed("first-7", {"value": "a", "number": 7}, {"value": "a"}, ["no node is free"])
    cloud.failures = failing(("create", "first"), error=not_ready)
    result = stack(two_items, succeeds=False)
    assert result.summary.errors == [f"{urn_of('first')}: create: it exists, but is not ready: no node is free"]
    recorded = result.of("test:index:Item", "first")
    assert (recorded.id, recorded.init_errors) == ("first-7", ["no node is free"])

    cloud.failures = lambda _verb, _name: None
    again = stack(two_items)
    assert again.summary.changes == {"same": 1, "update": 1, "create": 1}
    assert again.of("test:index:Item", "first").init_errors == []


def test_intent_is_on_record_before_the_provider_is_asked_and_gone_after(stack: Deployer, cloud: Cloud) -> None:
    """So that a process killed inside the verb loses no record of what it may have made."""
    seen: list[tuple[str, str]] = []

    def failures(verb: str, _name: str) -> None:
        if verb in ("create", "update", "delete"):
            seen.extend((verb, str(operation.kind)) for operation in stack.pending())

    cloud.failures = failures
    stack(lambda: Item("one", value=1))
    stack(lambda: Item("one", value=2))
    stack(None, operation=Operation.DESTROY)
    assert seen == [("create", "creating"), ("update", "updating"), ("delete", "deleting")]
    assert stack.pending() == []


@pytest.mark.parametrize("verb", ["create", "update", "delete"])
def test_refusal_takes_the_intent_back_and_leaves_the_record(stack: Deployer, cloud: Cloud, verb: str) -> None:
    programs = {"create": lambda: Item("two"), "update": lambda: Item("one", value=2), "delete": lambda: None}
    before = stack(lambda: Item("one", value=1)).of("test:index:Item", "one")
    cloud.failures = failing((verb, "one"), (verb, "two"))
    after = stack(programs[verb], succeeds=False).of("test:index:Item", "one")
    assert (after.id, after.inputs, after.outputs) == (before.id, before.inputs, before.outputs)
    assert stack.pending() == []


def test_update_that_did_not_become_ready_is_recorded_as_made(stack: Deployer, cloud: Cloud) -> None:
    not_ready = InitializationFailed("one-1", {"value": 2, "number": 1}, {"value": 2}, ["still pulling"])
    stack(lambda: Item("one", value=1))
    cloud.failures = failing(("update", "one"), error=not_ready)
    result = stack(lambda: Item("one", value=2), succeeds=False)
    assert result.summary.errors == [f"{urn_of('one')}: update: it exists, but is not ready: still pulling"]
    recorded = result.of("test:index:Item", "one")
    assert (recorded.inputs, recorded.outputs) == ({"value": 2}, {"value": 2, "number": 1})
    assert recorded.init_errors == ["still pulling"]
    assert stack.pending() == []


def test_not_ready_resource_of_a_secret_input_stays_secret(stack: Deployer, cloud: Cloud) -> None:
    not_ready = InitializationFailed("one-1", {"value": "hunter2-x"}, {"value": "hunter2-x"}, ["hunter2-x is weak"])
    cloud.failures = failing(("create", "one"), error=not_ready)
    result = stack(lambda: Item("one", value=pulumi.Output.secret("hunter2-x")), succeeds=False)
    assert result.outputs("test:index:Item", "one") == {"value": Secret("hunter2-x")}
    assert "hunter2" not in str([event.json() for event in result.events]) + str(result.summary)


def test_provider_that_gives_no_id_is_refused(stack: Deployer, cloud: Cloud) -> None:
    class Nameless(MemoryProvider):
        def Create(self, request: Any) -> Any:
            return provider_pb2.CreateResponse(properties=request.properties)

    stack.providers = {"test": lambda: Nameless(cloud)}
    result = stack(lambda: Item("one"), succeeds=False)
    assert result.summary.errors == [f"{urn_of('one')}: the provider gave no id for the new resource"]
    assert result.names("test:index:Item") == set()


def test_unchanged_resource_keeps_id_outputs_and_times(stack: Deployer, cloud: Cloud) -> None:
    before = stack(lambda: Item("one", value=1)).of("test:index:Item", "one")
    after = stack(lambda: Item("one", value=1)).of("test:index:Item", "one")
    for field in ("id", "outputs", "created", "modified"):
        assert getattr(after, field) == getattr(before, field)


def test_preview_records_nothing(stack: Deployer, cloud: Cloud) -> None:
    before = stack(lambda: Item("one", value=1)).resources
    for program in (lambda: Item("one", value=2), lambda: Item("one", replaceMe=1), lambda: None):
        after = stack(program, operation=Operation.PREVIEW).resources
        assert [(s.urn, s.id, s.inputs, s.outputs) for s in after] == [
            (s.urn, s.id, s.inputs, s.outputs) for s in before
        ]
    assert cloud.called("create", "update", "delete") == [("create", "one")]
