"""What is forgotten leaves a state that holds together; what speaks against it is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.integrity import find_breaches
from engine.removal import RemovalRefused, removal, without
from engine.resource import ResourceState
from engine.snapshot import PendingKind, PendingOperation
from tests.engine.sound_states import COMPONENT, PROVIDER, QUEUE, chosen, sound_states
from tests.engine.states import queue, snapshot, urn_of


@given(st.data())
def test_the_rest_holds_together_whatever_is_removed(data: st.DataObject) -> None:
    recorded = data.draw(sound_states())
    picked = chosen(data.draw, recorded, types=(COMPONENT, QUEUE, PROVIDER))
    condemned = removal(recorded, picked, target_dependents=True, force=True)
    after = without(recorded, condemned)
    assert list(find_breaches(after)) == []
    assert {id(one) for one in picked} <= {id(one) for one in condemned}
    assert [one for one in recorded.resources if one not in condemned] == after.resources


@given(st.data())
def test_what_others_depend_on_is_refused_exactly_when_removing_it_alone_would_break_the_state(
    data: st.DataObject,
) -> None:
    recorded = data.draw(sound_states())
    picked = chosen(data.draw, recorded, types=(COMPONENT, QUEUE, PROVIDER))
    alone = without(recorded, picked)
    shared = {one.urn for one in alone.resources} & {one.urn for one in picked}
    try:
        removal(recorded, picked, force=True)
    except RemovalRefused:
        # A successor, or what it replaces, answers to the same URN: then the state would hold, and still we refuse.
        assert list(find_breaches(alone)) or shared
    else:
        assert list(find_breaches(alone)) == []


def test_dependents_are_named_in_order() -> None:
    recorded = snapshot(
        queue("a"),
        queue("b", dependencies=[urn_of("a")]),
        queue("c", property_dependencies={"name": [urn_of("b")]}),
        queue("d"),
    )
    with pytest.raises(RemovalRefused) as refused:
        removal(recorded, recorded.resources[:1])
    assert str(refused.value).splitlines() == [
        "others depend on what is to be removed; remove those, too, or add --target-dependents:",
        f"  {urn_of('b')}",
        f"  {urn_of('c')}",
    ]
    assert removal(recorded, recorded.resources[:1], target_dependents=True) == recorded.resources[:3]


def test_protected_resources_need_force_those_that_go_along_too() -> None:
    recorded = snapshot(queue("a"), queue("b", parent=urn_of("a"), protect=True))
    with pytest.raises(RemovalRefused) as refused:
        removal(recorded, recorded.resources[:1], target_dependents=True)
    assert str(refused.value).splitlines() == ["protected; unprotect it first, or add --force:", f"  {urn_of('b')}"]
    assert removal(recorded, recorded.resources[:1], target_dependents=True, force=True) == recorded.resources


def test_what_an_unfinished_operation_is_about_stays() -> None:
    recorded = snapshot(
        queue("a"), pending_operations=[PendingOperation(PendingKind.CREATING, queue("b", parent=urn_of("a")))]
    )
    with pytest.raises(RemovalRefused, match="`strata recover dev --sandbox` tells what came of it") as refused:
        removal(recorded, recorded.resources, force=True, target_dependents=True)
    assert str(refused.value).splitlines()[1:] == [f"  {urn_of('b')}"]


def test_what_is_being_replaced_is_no_reason_to_keep_its_dependents_from_the_successor() -> None:
    old, new = queue("a", delete=True), queue("a", id="new")
    recorded = snapshot(new, queue("b", dependencies=[urn_of("a")]), old)
    assert removal(recorded, [old]) == [old]
    with pytest.raises(RemovalRefused):
        removal(recorded, [new])


def test_a_replaced_provider_is_needed_by_those_that_name_its_id() -> None:
    urn = "urn:pulumi:dev::golden::pulumi:providers:aws::p"
    old = ResourceState(urn=urn, custom=True, type=PROVIDER, id="one", delete=True)
    new = ResourceState(urn=urn, custom=True, type=PROVIDER, id="two")
    user = queue("a", provider=f"{urn}::one", delete=True)
    recorded = snapshot(old, new, user)
    with pytest.raises(RemovalRefused):
        removal(recorded, [old])
    assert removal(recorded, [old], target_dependents=True) == [old, user]
