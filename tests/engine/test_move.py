"""A move leaves two states that hold together, and loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import urn as urns
from engine.deployment_file import Revealing
from engine.integrity import find_breaches
from engine.move import MoveRefused, move
from engine.resource import ResourceState
from engine.snapshot import PendingKind, PendingOperation, Snapshot
from protocol.values import Secret
from tests.engine.sound_states import PROVIDER, chosen, sound_states
from tests.engine.states import ROOT, queue, snapshot, urn_of

PROD = "organization/golden/prod"
PROD_ROOT = "urn:pulumi:prod::golden::pulumi:pulumi:Stack::golden-prod"
ACCOUNT = "urn:pulumi:dev::golden::pulumi:providers:aws::account"


def root() -> ResourceState:
    return ResourceState(urn=ROOT, custom=False, type=urns.ROOT_STACK_TYPE)


def account(**fields: object) -> ResourceState:
    return ResourceState(**{"urn": ACCOUNT, "custom": True, "type": PROVIDER, "id": "1", "parent": ROOT} | fields)  # type: ignore[arg-type]


def empty() -> Snapshot:
    return Snapshot(stack=PROD)


def in_prod(name: str) -> str:
    return f"urn:pulumi:prod::golden::aws:sqs/queue:Queue::{name}"


def managed(recorded: Snapshot) -> list[tuple[str, bool]]:
    """The physical resources that a state manages, providers left out."""
    return sorted((one.id, one.delete) for one in recorded.resources if one.id and one.type != PROVIDER)


@given(st.data())
def test_both_states_hold_together_and_every_resource_is_in_one_of_them(data: st.DataObject) -> None:
    source = data.draw(sound_states())
    picked = chosen(data.draw, source)
    before = [one.to_json(Revealing(None)) for one in source.resources]
    done = move(source, empty(), picked, include_parents=data.draw(st.booleans()))
    assert list(find_breaches(done.source)) == []
    assert list(find_breaches(done.destination)) == []
    assert sorted([*managed(done.source), *managed(done.destination)]) == managed(source)
    assert {one.urn for one in picked} <= done.moved.keys()
    assert all(urns.parse(one.urn).stack == "prod" for one in done.destination.resources)
    assert [one.to_json(Revealing(None)) for one in source.resources] == before, "what was given is not changed"


@given(st.data())
def test_moving_back_what_was_moved_brings_every_resource_home(data: st.DataObject) -> None:
    source = data.draw(sound_states())
    picked = chosen(data.draw, source)
    there = move(source, empty(), picked)
    arrived = [one for one in there.destination.resources if one.urn in there.moved.values()]
    back = move(there.destination, there.source, arrived)
    assert list(find_breaches(back.destination)) == []
    assert managed(back.destination) == managed(source)
    assert managed(back.source) == []


def test_children_go_along_and_a_parent_that_stays_is_replaced_by_the_root() -> None:
    part = ResourceState(urn="urn:pulumi:dev::golden::x:y:Part::p", custom=False, type="x:y:Part", parent=ROOT)
    child_urn = urns.make("dev", "golden", "aws:sqs/queue:Queue", "child", parent=part.urn)
    child = queue("child", urn=child_urn, parent=part.urn)
    grandchild = queue("leaf", urn=urns.make("dev", "golden", "aws:sqs/queue:Queue", "leaf", parent=child_urn))
    grandchild.parent = child_urn
    source = snapshot(root(), part, child, grandchild)
    done = move(source, empty(), [child])
    leaf = "urn:pulumi:prod::golden::aws:sqs/queue:Queue$aws:sqs/queue:Queue::leaf"
    assert done.moved == {child_urn: in_prod("child"), grandchild.urn: leaf}
    assert [(one.urn, one.parent) for one in done.destination.resources] == [
        (PROD_ROOT, ""),
        (in_prod("child"), PROD_ROOT),
        (leaf, in_prod("child")),
    ]
    assert done.source.resources == [source.resources[0], part]
    everything = move(source, empty(), [child], include_parents=True)
    assert list(everything.moved) == [part.urn, child_urn, grandchild.urn]


def test_dependencies_between_the_stacks_are_dropped_and_told() -> None:
    source = snapshot(
        root(),
        queue("stays", parent=ROOT),
        queue("goes", parent=ROOT, dependencies=[urn_of("stays")], property_dependencies={"x": [urn_of("stays")]}),
        queue("user", parent=ROOT, dependencies=[urn_of("goes"), urn_of("stays")], deleted_with=urn_of("goes")),
    )
    done = move(source, empty(), [source.resources[2]])
    assert done.dropped == [
        f"{urn_of('goes')}: dependency {urn_of('stays')}",
        f"{urn_of('goes')}: dependency (property x) {urn_of('stays')}",
        f"{urn_of('user')}: dependency {urn_of('goes')}",
        f"{urn_of('user')}: deletedWith {urn_of('goes')}",
    ]
    (gone,) = (one for one in done.destination.resources if one.name == "goes")
    assert (gone.dependencies, gone.property_dependencies) == ([], {"x": []})
    (user,) = (one for one in done.source.resources if one.name == "user")
    assert (user.dependencies, user.deleted_with) == ([urn_of("stays")], "")


def test_a_provider_is_copied_before_what_needs_it_and_after_what_it_needs() -> None:
    cluster = queue("cluster", parent=ROOT)
    inside = account(id="2", urn=ACCOUNT.replace("account", "inside"), dependencies=[cluster.urn])
    user = queue("user", parent=ROOT, provider=f"{inside.urn}::2")
    source = snapshot(root(), cluster, inside, user)
    done = move(source, empty(), [cluster, user])
    assert [one.name for one in done.destination.resources] == ["golden-prod", "cluster", "inside", "user"]
    assert done.destination.resources[2].dependencies == [in_prod("cluster")]
    assert done.destination.resources[3].provider == f"{inside.urn.replace(':dev:', ':prod:')}::2"
    assert done.providers == [inside.urn.replace(":dev:", ":prod:")]
    assert [(one.name, one.dependencies) for one in done.source.resources] == [("golden-dev", []), ("inside", [])]


@pytest.mark.parametrize(("there", "used"), [({"id": "1", "inputs": {"region": "b"}}, "1"), ({"id": "9"}, "9")])
def test_a_provider_that_is_there_already_is_used(there: dict[str, object], used: str) -> None:
    urn = ACCOUNT.replace(":dev:", ":prod:")
    destination = empty()
    destination.resources = [account(urn=urn, parent="", **there)]
    source = snapshot(root(), account(), queue("user", parent=ROOT, provider=f"{ACCOUNT}::1"))
    done = move(source, destination, [source.resources[2]])
    assert done.providers == []
    assert done.destination.resources[-1].provider == f"{urn}::{used}"


def test_another_provider_or_resource_of_the_same_urn_is_refused() -> None:
    urn = ACCOUNT.replace(":dev:", ":prod:")
    destination = empty()
    destination.resources = [
        account(urn=urn, id="9", parent="", inputs={"region": "b"}),
        queue("user", urn=in_prod("user")),
    ]
    source = snapshot(root(), account(), queue("user", parent=ROOT, provider=f"{ACCOUNT}::1"))
    with pytest.raises(MoveRefused) as refused:
        move(source, destination, [source.resources[2]])
    assert str(refused.value).splitlines() == [
        f"prod has another provider {urn} already",
        f"prod has a resource {in_prod('user')} already",
    ]


def test_providers_and_stacks_with_unfinished_operations_are_refused() -> None:
    source = snapshot(
        root(), account(), pending_operations=[PendingOperation(PendingKind.UPDATING, queue("a", parent=ROOT))]
    )
    with pytest.raises(MoveRefused) as refused:
        move(source, empty(), [source.resources[1]])
    assert str(refused.value).splitlines() == [
        f"{ACCOUNT}: a provider is copied with the resources that need it; choose those",
        "dev: an operation was cut off; `strata recover dev --sandbox` tells what came of it",
    ]


def test_secrets_go_along() -> None:
    source = snapshot(root(), queue("a", parent=ROOT, inputs={"token": Secret("s")}))
    done = move(source, empty(), [source.resources[1]])
    assert done.destination.resources[1].inputs == {"token": Secret("s")}
