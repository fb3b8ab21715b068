"""The tree of resources: each below its parent, with its component and what is unfinished."""

from __future__ import annotations

from hypothesis import given

from engine.inventory import dependents, inventory
from engine.resource import ResourceState
from engine.snapshot import PendingKind, PendingOperation, Snapshot
from tests.engine.sound_states import sound_states
from tests.engine.states import ROOT, queue, snapshot, urn_of

PART = "urn:pulumi:dev::golden::x:y:Part::part"


def test_children_stand_below_their_parents_in_order() -> None:
    recorded = snapshot(
        ResourceState(urn=ROOT, custom=False, type="pulumi:pulumi:Stack"),
        ResourceState(urn=PART, custom=False, type="x:y:Part", parent=ROOT),
        queue("alone", parent=ROOT),
        queue("inside", parent=PART),
        queue("going", parent=PART, delete=True),
        queue("gone", parent=ROOT, pending_replacement=True),
        pending_operations=[
            PendingOperation(PendingKind.CREATING, queue("coming", parent=PART)),
            PendingOperation(PendingKind.UPDATING, queue("alone", parent=ROOT)),
        ],
    )
    assert [(one.depth, one.state.name, one.component, one.pending) for one in inventory(recorded)] == [
        (0, "golden-dev", "", ""),
        (1, "part", "part", ""),
        (2, "inside", "part", ""),
        (2, "going", "part", "to delete"),
        (2, "coming", "part", "creating"),
        (1, "alone", "", "updating"),
        (1, "gone", "", "to replace"),
    ]


@given(sound_states())
def test_every_resource_is_listed_once_after_its_parent(recorded: Snapshot) -> None:
    entries = inventory(recorded)
    assert sorted(id(one.state) for one in entries) == sorted(id(one) for one in recorded.resources)
    seen: set[str] = {""}
    for entry in entries:
        assert entry.state.parent in seen
        seen.add(entry.state.urn)


def test_dependents_are_those_that_need_it_themselves() -> None:
    first = queue("a")
    recorded = snapshot(
        first,
        queue("child", parent=urn_of("a")),
        queue("b", dependencies=[urn_of("a")]),
        queue("c", property_dependencies={"x": [urn_of("a")]}),
        queue("d", dependencies=[urn_of("b")]),
    )
    assert list(dependents(recorded, first)) == [urn_of("b"), urn_of("c")]
