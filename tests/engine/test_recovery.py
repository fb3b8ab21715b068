"""After a killed run: what providers were asked for and never answered."""

from __future__ import annotations

from engine import Operation, update
from engine.resource import ResourceState
from engine.snapshot import PendingKind
from tests.engine.memory_provider import Cloud, failing
from tests.engine.programs import Item, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def program() -> None:
    Item("one", value="a")


def interrupted(stack: Deployer, kind: PendingKind, state: ResourceState, attempt: str = "") -> None:
    """Leave a stack as a run does that is killed while a provider works."""
    with update.update(stack.open(), "update", lambda _message: None) as current:
        current.journal.begin(kind, state, attempt)


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


def interrupted_creation(stack: Deployer, provider: str) -> None:
    """Leave a stack as a run does that is killed while it creates `one`."""
    state = ResourceState(urn=urn_of("one"), custom=True, type=ITEM, inputs={"value": "a"}, provider=provider)
    interrupted(stack, PendingKind.CREATING, state, "attempt")


def test_creation_with_a_name_is_asked_for_again_and_recorded(stack: Deployer, cloud: Cloud) -> None:
    provider = stack(lambda: Item("other")).of(ITEM, "other").provider
    interrupted_creation(stack, provider)
    result = stack(program)
    found = result.of(ITEM, "one")
    assert result.summary.warnings == [
        (
            f"{urn_of('one')}: an earlier operation was interrupted while creating it; "
            f"it was created, and is now recorded as {found.id}"
        )
    ]
    assert cloud.called("create") == [("create", "other"), ("create", "one")]
    assert cloud.resources == {found.id: {"value": "a"}}
    assert stack.pending() == []
    assert stack(program).summary.changes.keys() == {"same"}


def test_replacement_that_was_created_takes_the_place_of_the_old_one(stack: Deployer, cloud: Cloud) -> None:
    old = stack(program).of(ITEM, "one")
    interrupted_creation(stack, old.provider)
    result = stack(program)
    assert result.of(ITEM, "one").id != old.id
    assert cloud.resources.keys() == {result.of(ITEM, "one").id}


def test_destroy_deletes_what_an_interrupted_creation_made(stack: Deployer, cloud: Cloud) -> None:
    provider = stack(lambda: Item("other")).of(ITEM, "other").provider
    interrupted_creation(stack, provider)
    assert stack(None, operation=Operation.DESTROY).resources == []
    assert cloud.resources == {}


def test_creation_that_is_refused_now_was_never_made(stack: Deployer, cloud: Cloud) -> None:
    provider = stack(lambda: Item("other")).of(ITEM, "other").provider
    interrupted_creation(stack, provider)
    cloud.failures = failing(("create", "one"))
    result = stack(None, operation=Operation.REFRESH)
    assert result.summary.warnings == [
        f"{urn_of('one')}: an earlier operation was interrupted while creating it; it was not created: no create today"
    ]
    assert stack.pending() == []


def test_creation_whose_outcome_stays_unknown_stays_pending_and_stops_the_run(stack: Deployer, cloud: Cloud) -> None:
    provider = stack(lambda: Item("other")).of(ITEM, "other").provider
    interrupted_creation(stack, provider)
    cloud.failures = failing(("create", "one"), error=ConnectionError("the line is dead"))
    result = stack(program, succeeds=False)
    (error,) = result.summary.errors
    assert error.startswith(f"{urn_of('one')}: create failed: ")
    assert "the line is dead" in error
    assert len(stack.pending()) == 1

    cloud.failures = failing()
    assert stack(program).names(ITEM) == {"one"}
    assert stack.pending() == []


def test_what_was_found_stands_behind_what_it_needs_even_if_the_run_ends_there(stack: Deployer) -> None:
    other = stack(lambda: Item("other")).of(ITEM, "other")
    state = ResourceState(
        urn=urn_of("one"), custom=True, type=ITEM, provider=other.provider, dependencies=[other.urn], parent=other.urn
    )
    interrupted(stack, PendingKind.CREATING, state, "attempt")

    def broken() -> None:
        raise RuntimeError("no luck")

    failed = stack(broken, succeeds=False)
    assert [each.urn for each in failed.resources if each.type == ITEM] == [other.urn, urn_of("one")]
