"""What came of an operation that was cut off is asked of its provider; a dry run changes nothing anywhere."""

from __future__ import annotations

import copy

import pytest

from engine import Operation, Options, run, update
from engine.finding import Outcome, examine
from engine.pending_repair import pending_findings
from engine.resource import ResourceState
from engine.snapshot import PendingKind
from protocol.provider import InitializationFailed, ProviderError
from tests.engine.memory_provider import Cloud, failing
from tests.engine.programs import Item, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"
INTERRUPTED = "an earlier operation was interrupted while"


def program() -> None:
    Item("one", value="a")


def cut_off(stack: Deployer, kind: PendingKind, state: ResourceState, attempt: str = "") -> None:
    """Leave a stack as a run does that is killed while a provider works."""
    with update.update(stack.open(), "update", lambda _message: None) as current:
        current.journal.begin(kind, state, attempt)


def wanted(stack: Deployer, **fields: str) -> ResourceState:
    """A resource that was asked for, of the provider that the stack has."""
    provider = stack(lambda: Item("other"), {}).of(ITEM, "other").provider
    return ResourceState(urn=urn_of("one"), custom=True, type=ITEM, inputs={"value": "a"}, provider=provider, **fields)


def found(stack: Deployer, *, apply: bool = False) -> list[Outcome]:
    return examine([lambda: pending_findings(stack.open(), stack.providers)], apply=apply)


def dry_run(stack: Deployer, cloud: Cloud) -> Outcome:
    """The one finding, after making sure that nothing was changed by looking."""
    checkpoint = stack.backend.checkpoint_path(stack.project, stack.stack)
    before = checkpoint.read_bytes(), copy.deepcopy(cloud.resources)
    (outcome,) = found(stack)
    assert (checkpoint.read_bytes(), cloud.resources) == before
    assert cloud.called("create", "update", "delete")[1:] == []
    return outcome


def test_nothing_is_asked_where_nothing_was_cut_off(stack: Deployer, cloud: Cloud) -> None:
    stack(program, {})
    cloud.calls.clear()
    assert found(stack, apply=True) == []
    assert cloud.calls == []


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("kind", [PendingKind.UPDATING, PendingKind.DELETING])
def test_what_exists_is_read(stack: Deployer, cloud: Cloud, kind: PendingKind, exists: bool) -> None:
    recorded = stack(program, {}).of(ITEM, "one")
    cut_off(stack, kind, recorded)
    if exists:
        cloud.resources["one-1"] = {"value": "half done"}
    else:
        cloud.resources.clear()
    outcome = dry_run(stack, cloud)
    assert (outcome.finding.kind, outcome.finding.subject) == ("pending", urn_of("one"))
    assert outcome.finding.found == f"{INTERRUPTED} {kind} it; one-1 {'exists' if exists else 'does not exist'}"
    assert outcome.finding.remedy == "record how it really is"
    (done,) = found(stack, apply=True)
    assert done.done == f"{INTERRUPTED} {kind} it; its real state was read"
    assert stack.pending() == []
    assert [one.inputs for one in stack.resources() if one.type == ITEM] == ([{"value": "half done"}] if exists else [])


def test_a_creation_by_attempt_can_only_be_asked_for_again_which_a_dry_run_does_not(
    stack: Deployer, cloud: Cloud
) -> None:
    cut_off(stack, PendingKind.CREATING, wanted(stack), attempt="first")
    outcome = dry_run(stack, cloud)
    assert outcome.finding.found == (
        f"{INTERRUPTED} creating it; only its provider knows whether it exists, and the only way to ask is to ask for "
        "it once more, under the same name: then what is there is recorded, and what is not is created"
    )
    assert "once more under the same name, as the next `up` would" in outcome.finding.remedy
    (done,) = found(stack, apply=True)
    assert done.done == f"{INTERRUPTED} creating it; it was created, and is now recorded as one-2"
    assert cloud.names() == {"other", "one"}
    assert stack.pending() == []


@pytest.mark.parametrize(("there", "told"), [(True, "one-9 exists"), (False, "one-9 does not exist")])
def test_a_creation_under_a_known_id_is_read(stack: Deployer, cloud: Cloud, there: bool, told: str) -> None:
    cut_off(stack, PendingKind.CREATING, wanted(stack, id="one-9"))
    if there:
        cloud.resources["one-9"] = {"value": "a"}
    outcome = dry_run(stack, cloud)
    assert (outcome.finding.found, outcome.finding.remedy) == (
        f"{INTERRUPTED} creating it; {told}",
        "record it if it exists",
    )
    found(stack, apply=True)
    assert ("one-9" in [one.id for one in stack.resources()]) is there
    assert stack.pending() == []


def test_a_creation_that_nobody_can_be_asked_about_says_so(stack: Deployer, cloud: Cloud) -> None:
    cut_off(stack, PendingKind.CREATING, wanted(stack))
    outcome = dry_run(stack, cloud)
    assert outcome.finding.found.endswith("nobody can be asked whether it exists: look for it at the provider")
    (done,) = found(stack, apply=True)
    assert "look for it at the provider and delete it there" in done.done


def test_a_provider_that_does_not_answer_leaves_it_pending(stack: Deployer, cloud: Cloud) -> None:
    recorded = stack(program, {}).of(ITEM, "one")
    cut_off(stack, PendingKind.UPDATING, recorded)
    cloud.failures = failing(("read", "one"), error=ProviderError("no answer today"))
    (outcome,) = found(stack, apply=True)
    assert "its provider does not tell" in outcome.finding.found
    assert "no answer today" in outcome.remains
    assert len(stack.pending()) == 1


def test_what_exists_but_is_not_ready_says_so(stack: Deployer, cloud: Cloud) -> None:
    recorded = stack(program, {}).of(ITEM, "one")
    cut_off(stack, PendingKind.UPDATING, recorded)
    cloud.failures = failing(("read", "one"), error=InitializationFailed("one-1", {}, {}, ["still starting"]))
    assert dry_run(stack, cloud).finding.found == f"{INTERRUPTED} updating it; one-1 exists, and is not ready"


def test_recover_is_an_operation_of_its_own_that_runs_no_program(stack: Deployer, cloud: Cloud) -> None:
    stack(program, {})
    cloud.calls.clear()
    summary = run(Operation.RECOVER, stack.open(), providers=stack.providers, options=Options())
    assert (summary.errors, summary.changes, cloud.calls) == ([], {}, [])
