"""After a killed run: what providers were asked for and never answered."""

from __future__ import annotations

from engine import Operation, update
from engine.resource import ResourceState
from engine.snapshot import PendingKind
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Item, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def program() -> None:
    Item("one", value="a")


def interrupted(stack: Deployer, kind: PendingKind, state: ResourceState) -> None:
    """Leave a stack as a run does that is killed while a provider works."""
    with update.update(stack.open(), "update", lambda _message: None) as current:
        current.journal.begin(kind, state)


def test_unknown_creation_is_told_by_urn(stack: Deployer, cloud: Cloud) -> None:
    stack(lambda: None, {})
    state = ResourceState(urn=urn_of("one"), custom=True, type=ITEM, inputs={"value": "a"})
    interrupted(stack, PendingKind.CREATING, state)

    planned = stack(program, operation=Operation.PREVIEW)
    assert planned.summary.warnings == [
        (
            f"{urn_of('one')}: an earlier operation was interrupted while creating it; "
            "the next `up`, `refresh` or `destroy` looks into it"
        )
    ]
    assert len(stack.pending()) == 1

    result = stack(program)
    assert result.summary.warnings == [
        (
            f"{urn_of('one')}: an earlier operation was interrupted while creating it; "
            "it may exist without being recorded: look for it at the provider and delete it there"
        )
    ]
    assert stack.pending() == []
    assert stack(program).summary.warnings == []


def test_creation_whose_id_is_known_is_read_and_recorded(stack: Deployer, cloud: Cloud) -> None:
    recorded = stack(program).of(ITEM, "one")
    stack(lambda: None)
    cloud.resources["one-1"] = {"value": "a"}
    provider = stack(lambda: Item("other")).of(ITEM, "other").provider
    state = ResourceState(
        urn=recorded.urn, custom=True, type=ITEM, id="one-1", inputs={"value": "a"}, provider=provider
    )
    interrupted(stack, PendingKind.CREATING, state)
    result = stack(program)
    assert result.of(ITEM, "one").id == "one-1"
    assert "one" not in [name for _, name in cloud.called("create")][1:]


def test_interrupted_update_is_read_back_first(stack: Deployer, cloud: Cloud) -> None:
    recorded = stack(program).of(ITEM, "one")
    interrupted(stack, PendingKind.UPDATING, recorded)
    cloud.resources["one-1"] = {"value": "half done"}
    result = stack(program)
    assert cloud.resources == {"one-1": {"value": "a"}}
    assert result.summary.warnings == [
        f"{urn_of('one')}: an earlier operation was interrupted while updating it; its real state was read"
    ]
    assert stack.pending() == []


def test_interrupted_deletion_that_took_place_is_forgotten(stack: Deployer, cloud: Cloud) -> None:
    recorded = stack(program).of(ITEM, "one")
    interrupted(stack, PendingKind.DELETING, recorded)
    cloud.resources.clear()
    result = stack(None, operation=Operation.DESTROY)
    assert result.resources == []
    assert cloud.called("delete") == []
