"""What is recorded before and after a provider is asked."""

from __future__ import annotations

from engine.snapshot import PendingKind
from protocol.provider import InitializationFailed
from tests.engine.memory_provider import Cloud, failing
from tests.engine.programs import two_items, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_outcome_that_nobody_knows_stays_pending(stack: Deployer, cloud: Cloud) -> None:
    """Any error that is not a refusal may hide a created resource: its intent stays in the record."""
    cloud.failures = failing(("create", "first"), error=ZeroDivisionError("oh"))
    result = stack(two_items, succeeds=False)
    assert result.summary.errors == [f"{urn_of('first')}: create failed: the provider has a bug: ZeroDivisionError: oh"]
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
