"""Every URN is registered once, and stands for the recorded resource it takes over."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pulumi
from pulumi.runtime.proto import alias_pb2

from engine.errors import ProgramError
from engine.goal import Goal
from engine.journal import Journal
from engine.registrations import Claim, Registrations
from engine.resource import ResourceState
from tests.engine.programs import Item, options, urn_of
from tests.engine.states import queue, sealer, snapshot
from tests.engine.states import urn_of as golden_urn
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_declaring_a_resource_twice_is_an_error(stack: Deployer) -> None:
    def program() -> None:
        Item("one")
        Item("one")

    result = stack(program, succeeds=False)
    assert result.summary.errors == [
        f"{urn_of('one')}: the program declares this resource twice; give one of them another name"
    ]


def test_renamed_resource_is_recorded_under_its_new_name_even_if_the_program_then_fails(stack: Deployer) -> None:
    """Whatever still mentions the old name is rewritten with it: the state holds together at every moment."""

    def before() -> None:
        first = Item("first")
        Item("second", options(depends_on=[first]), value=first.number)

    def after() -> None:
        Item("renamed", options(aliases=[pulumi.Alias(name="first")]))
        raise pulumi.RunError("enough")

    stack(before)
    result = stack(after, succeeds=False)
    assert result.of(ITEM, "second").dependencies == [urn_of("renamed")]
    assert stack(before).summary.succeeded


def registrations(*recorded: ResourceState) -> tuple[Registrations, Journal]:
    """The registrations of a run that finds this recorded."""
    journal = Journal(snapshot(*recorded), sealer())
    return Registrations("dev", "golden", journal), journal


def goal(name: str, **fields: Any) -> Goal:
    return Goal(type="aws:sqs/queue:Queue", name=name, custom=True, **fields)


def alias(name: str) -> Any:
    return alias_pb2.Alias(spec=alias_pb2.Alias.Spec(name=name))


def test_new_resource_takes_over_nothing() -> None:
    found, _ = registrations()
    assert found.claim(goal("jobs")) == Claim(golden_urn("jobs"), None)
    assert found.registered == {golden_urn("jobs")}


def test_recorded_resource_is_taken_over_by_its_urn() -> None:
    recorded = queue("jobs")
    found, _ = registrations(recorded)
    assert found.claim(goal("jobs")).old is recorded


def test_what_only_waits_for_its_deletion_is_not_taken_over() -> None:
    found, _ = registrations(queue("jobs", delete=True))
    assert found.claim(goal("jobs")).old is None


def test_urn_is_claimed_once_even_by_many_threads() -> None:
    found, _ = registrations()
    together = threading.Barrier(8)

    def claim(_: int) -> bool:
        together.wait(10)
        try:
            found.claim(goal("jobs"))
        except ProgramError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(claim, range(8))) == [False] * 7 + [True]


def test_alias_takes_over_the_recorded_resource_and_renames_every_mention() -> None:
    old = queue("old")
    mentions = {
        "dependencies": [golden_urn("old"), golden_urn("other")],
        "property_dependencies": {"arn": [golden_urn("old")]},
        "deleted_with": golden_urn("old"),
        "replace_with": [golden_urn("old")],
    }
    found, journal = registrations(
        old, queue("other"), queue("user", **mentions), queue("child", parent=golden_urn("old"))
    )
    claim = found.claim(goal("new", aliases=[alias("old")]))
    assert claim.old is not None
    assert (claim.old.urn, claim.old.id) == (golden_urn("new"), "old")
    recorded = {state.urn: state for state in journal.snapshot().resources}
    user, child = recorded[golden_urn("user")], recorded[golden_urn("child")]
    assert user.dependencies == [golden_urn("new"), golden_urn("other")]
    assert user.property_dependencies == {"arn": [golden_urn("new")]}
    assert (user.deleted_with, user.replace_with) == (golden_urn("new"), [golden_urn("new")])
    assert child.parent == golden_urn("new")
    assert golden_urn("old") not in recorded
    # What the program registers next finds the rewritten state, not the one that is no longer on record.
    assert found.claim(goal("user")).old is user


def test_own_urn_goes_before_an_alias() -> None:
    old, new = queue("old"), queue("new")
    found, _ = registrations(old, new)
    assert found.claim(goal("new", aliases=[alias("old")])).old is new
    assert found.claim(goal("old")).old is old


def test_alias_of_what_the_program_still_declares_takes_over_nothing() -> None:
    found, _ = registrations(queue("old"))
    found.claim(goal("old"))
    assert found.claim(goal("new", aliases=[alias("old")])).old is None


def test_two_resources_cannot_take_over_the_same_one() -> None:
    found, _ = registrations(queue("old"))
    assert found.claim(goal("one", aliases=[alias("old")])).old is not None
    assert found.claim(goal("two", aliases=[alias("old")])).old is None


def test_condemned_resource_says_so_and_why() -> None:
    recorded = queue("jobs")
    found, _ = registrations(recorded)
    found.condemn(recorded, ("provider",))
    assert found.claim(goal("jobs")) == Claim(golden_urn("jobs"), recorded, condemned=True, reason=("provider",))


def test_superseded_state_is_the_one_taken_over() -> None:
    recorded, later = queue("jobs"), queue("jobs", pending_replacement=True)
    found, _ = registrations(recorded)
    found.supersede(recorded, later)
    assert found.claim(goal("jobs")).old is later
