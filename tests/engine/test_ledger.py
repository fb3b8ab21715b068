"""A ledger says what becomes of a snapshot, record by record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.errors import StateError
from engine.ledger import Ledger, replay
from engine.secrets import Sealer
from engine.snapshot import PendingKind, PendingOperation, Snapshot
from tests.engine.states import queue, snapshot, urn_of


def names(recorded: Snapshot) -> list[str]:
    return [state.id for state in recorded.resources]


def test_what_was_recorded_comes_first_and_what_was_not_touched_after_it() -> None:
    ledger = Ledger(snapshot(queue("a"), queue("b"), queue("c")))
    ledger.add(queue("new"))
    ledger.remove(1)
    ledger.add(queue("b"))
    assert names(ledger.snapshot()) == ["new", "b", "a", "c"]


def test_rewriting_keeps_the_place() -> None:
    ledger = Ledger(snapshot(queue("a"), queue("b")))
    ledger.rewrite(0, queue("a", delete=True))
    number = ledger.add(queue("c"))
    ledger.rewrite(number, queue("d"))
    assert [(state.id, state.delete) for state in ledger.snapshot().resources] == [
        ("d", False),
        ("a", True),
        ("b", False),
    ]


def test_what_was_begun_stays_pending_until_it_ends() -> None:
    earlier = PendingOperation(PendingKind.CREATING, queue("earlier"))
    ledger = Ledger(snapshot(pending_operations=[earlier]))
    number = ledger.begin(PendingOperation(PendingKind.DELETING, queue("now")))
    assert [operation.resource.id for operation in ledger.snapshot().pending_operations] == ["earlier", "now"]
    ledger.end(0)
    assert [operation.resource.id for operation in ledger.snapshot().pending_operations] == ["now"]
    ledger.end(number)
    assert ledger.snapshot().pending_operations == []


def test_references_to_gone_resources_are_dropped() -> None:
    ledger = Ledger(
        snapshot(
            queue("root"),
            queue("parent", parent=urn_of("root")),
            queue(
                "child",
                parent=urn_of("parent"),
                dependencies=[urn_of("root"), urn_of("parent")],
                property_dependencies={"url": [urn_of("parent")], "name": [urn_of("root")]},
                deleted_with=urn_of("parent"),
                replace_with=[urn_of("parent")],
            ),
        )
    )
    ledger.remove(1)
    (_, child) = ledger.snapshot().resources
    assert child.parent == urn_of("root")
    assert child.dependencies == [urn_of("root")]
    assert child.property_dependencies == {"url": [], "name": [urn_of("root")]}
    assert (child.deleted_with, child.replace_with) == ("", [])


def test_references_follow_a_resource_to_its_new_urn() -> None:
    provider = "urn:pulumi:dev::golden::pulumi:providers:aws::old"
    old = replace(queue("1"), urn=provider, type="pulumi:providers:aws")
    renamed = replace(old, urn=provider.replace("old", "new"), aliases=[provider])
    ledger = Ledger(snapshot(old, queue("b", dependencies=[provider], parent=provider, provider=f"{provider}::1")))
    ledger.remove(0)
    ledger.add(renamed)
    dependent = ledger.snapshot().resources[1]
    assert (dependent.dependencies, dependent.parent) == ([renamed.urn], renamed.urn)
    assert dependent.provider == f"{renamed.urn}::1"


def test_references_stay_while_another_record_has_the_urn() -> None:
    ledger = Ledger(snapshot(queue("a"), queue("b", dependencies=[urn_of("a")])))
    ledger.remove(0)
    ledger.add(queue("a"))
    assert ledger.snapshot().resources[1].dependencies == [urn_of("a")]


@pytest.mark.parametrize(
    "record",
    [
        {"end": 7},
        {"removed": [3]},
        {"rewritten": [[3, queue("x").to_json(Sealer(None))]]},
        {"begin": "dreaming", "state": queue("x").to_json(Sealer(None))},
        {"begin": "creating"},
        {"new": {"custom": True}},
        {"new": 3},
        {"rewritten": [3]},
    ],
)
def test_a_record_that_does_not_fit_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(StateError):
        replay(snapshot(queue("a")), [record], Sealer(None))
