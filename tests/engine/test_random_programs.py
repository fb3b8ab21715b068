"""Whatever programs follow each other and whatever fails meanwhile: the provider holds what was declared, no more.

A world is a set of resources with their places: kind, parent, what they are deleted with. A program declares some of
them, with inputs, dependencies and options of its own. Programs of one world follow each other on one stack.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine import Operation, update
from engine.events import ResourcePreEvent
from protocol.provider import InitializationFailed, ProviderError
from protocol.values import decode
from tests.engine.memory_provider import Cloud, MemoryProvider
from tests.engine.programs import Group, Item, Source, options
from tests.harness import Deployer, Result

ITEM = "test:index:Item"
NO_FAILURES: Mapping[tuple[str, str], str] = {}


@dataclass(frozen=True, kw_only=True)
class Place:
    """What stays the same of a resource from program to program; it refers to others by their position."""

    kind: str
    parent: int | None = None
    deleted_with: int | None = None


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What a program wants of one resource; `depends_on` and `uses` are positions of others."""

    value: int = 0
    replace_me: int = 0
    only_one: int = 0
    region: int = 0
    depends_on: frozenset[int] = frozenset()
    uses: frozenset[int] = frozenset()
    provider: int | None = None
    protect: bool = False
    delete_before_replace: bool | None = None
    replace_on_changes: bool = False
    ignore_changes: bool = False


World = list[Place]
Program = dict[int, Declaration]
"""The declared resources by their position in the world."""


def name(position: int) -> str:
    return f"r{position}"


def items(world: World, program: Program) -> list[int]:
    return [position for position in sorted(program) if world[position].kind == "item"]


def needed(world: World, program: Program, position: int) -> list[int]:
    """The items among everything that a resource needs."""
    place, wanted = world[position], program[position]
    others = {place.parent, place.deleted_with, *wanted.depends_on, *wanted.uses} - {None}
    return sorted(other for other in others if other is not None and world[other].kind == "item")


def run(world: World, program: Program) -> Callable[[], None]:
    """The program as the engine runs it."""

    def declare() -> None:
        made: dict[int, Any] = {}
        for position in sorted(program):
            place, wanted = world[position], program[position]
            parent = None if place.parent is None else made[place.parent]
            common = {"parent": parent, "protect": wanted.protect}
            if place.kind == "group":
                made[position] = Group(name(position), options(**common))
                made[position].register_outputs({"value": wanted.value})
            elif place.kind == "source":
                made[position] = Source(name(position), options(**common), region=f"region{wanted.region}")
            else:
                made[position] = _item(world, program, position, made, common)

    return declare


def _item(world: World, program: Program, position: int, made: Mapping[int, Any], common: dict[str, Any]) -> Item:
    place, wanted = world[position], program[position]
    within = {} if place.deleted_with is None else {"within": made[place.deleted_with].id}
    opts = options(
        **common,
        depends_on=[made[other] for other in sorted(wanted.depends_on)],
        provider=None if wanted.provider is None else made[wanted.provider],
        deleted_with=None if place.deleted_with is None else made[place.deleted_with],
        delete_before_replace=wanted.delete_before_replace,
        replace_on_changes=["value"] if wanted.replace_on_changes else None,
        ignore_changes=["value"] if wanted.ignore_changes else None,
    )
    return Item(
        name(position),
        opts,
        value=wanted.value,
        replaceMe=wanted.replace_me,
        onlyOne=wanted.only_one,
        needs=[name(other) for other in needed(world, program, position)],
        uses=[made[other].number for other in sorted(wanted.uses)],
        **within,
    )


@dataclass
class RealCloud(Cloud):
    """A cloud that deletes what lies within a deleted resource, and sees when something is deleted too early.

    Attributes:
        faults: how a verb on a resource fails: `refused`, `broken` (nobody knows what came of it) or `not ready`.
        early: resources that were deleted while another one still needed them.
    """

    faults: Mapping[tuple[str, str], str] = field(default_factory=dict)
    early: set[str] = field(default_factory=set)

    def __call__(self) -> MemoryProvider:
        return RealProvider(self)


class RealProvider(MemoryProvider):
    """Implements the provider protocol over a `RealCloud`."""

    cloud: RealCloud

    def Create(self, request: Any) -> Any:
        self._fault("create", request)
        response = super().Create(request)
        if not request.preview:
            self._not_ready("create", request, response.id, request.properties, response.properties)
        return response

    def Update(self, request: Any) -> Any:
        self._fault("update", request)
        response = super().Update(request)
        if not request.preview:
            self._not_ready("update", request, request.id, request.news, response.properties)
        return response

    def Delete(self, request: Any) -> Any:
        self._fault("delete", request)
        with self.cloud.lock:
            super().Delete(request)
            self._delete_within(request.id)
            if request.name not in self.cloud.names():
                needs = {needed for properties in self.cloud.resources.values() for needed in properties["needs"]}
                self.cloud.early |= {request.name} & needs

    def _delete_within(self, physical_id: str) -> None:
        for inner in [other for other, inputs in self.cloud.resources.items() if inputs.get("within") == physical_id]:
            del self.cloud.resources[inner]
            self._delete_within(inner)

    def _fault(self, verb: str, request: Any) -> None:
        fault = None if getattr(request, "preview", False) else self.cloud.faults.get((verb, request.name))
        if fault == "refused":
            raise ProviderError(f"no {verb} today")
        if fault == "broken":
            raise ConnectionError("the line is dead")

    def _not_ready(self, verb: str, request: Any, physical_id: str, inputs: Any, outputs: Any) -> None:
        if self.cloud.faults.get((verb, request.name)) == "not ready":
            raise InitializationFailed(physical_id, decode(outputs), decode(inputs), ["it does not answer"])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    world: World = []
    for position in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(["item", "item", "item", "group", "source"]))
        parents = [None, *(other for other in range(position) if world[other].kind != "source")]
        containers = [None, *(other for other in range(position) if world[other].kind == "item")]
        world.append(
            Place(
                kind=kind,
                parent=draw(st.sampled_from(parents)),
                deleted_with=draw(st.sampled_from(containers)) if kind == "item" else None,
            )
        )
    return world


@st.composite
def programs(draw: st.DrawFn, world: World) -> Program:
    program: Program = {}
    for position, place in enumerate(world):
        placed = {place.parent, place.deleted_with} - {None}
        if placed <= program.keys() and draw(st.integers(0, 4)):
            # Not groups: to depend on one is to depend on all its children, later ones too, which makes circles.
            others = [other for other in program if world[other].kind == "item"]
            sources = [None, *(other for other in program if world[other].kind == "source")]
            program[position] = Declaration(
                value=draw(st.integers(0, 2)),
                replace_me=draw(st.integers(0, 1)),
                only_one=draw(st.integers(0, 1)),
                region=draw(st.integers(0, 1)),
                depends_on=draw(st.frozensets(st.sampled_from(others), max_size=2)) if others else frozenset(),
                uses=draw(st.frozensets(st.sampled_from(others), max_size=2)) if others else frozenset(),
                provider=draw(st.sampled_from(sources)),
                protect=draw(st.integers(0, 5)) == 5,
                delete_before_replace=draw(st.sampled_from([None, None, True, False])),
                replace_on_changes=draw(st.booleans()),
                ignore_changes=draw(st.booleans()),
            )
    return program


def faults(world: World) -> st.SearchStrategy[dict[tuple[str, str], str]]:
    verbs = st.sampled_from(["create", "update", "delete"])
    calls = st.tuples(verbs, st.sampled_from([name(position) for position in range(len(world))]))
    return st.dictionaries(calls, st.sampled_from(["refused", "broken", "not ready"]), max_size=4)


class Stage:
    """A stack in a folder of its own, on which programs of one world follow each other."""

    def __init__(self, folder: Path, world: World) -> None:
        self.world = world
        self.cloud = RealCloud()
        self.stack = Deployer(folder=folder, providers={"test": self.cloud})

    def up(self, program: Program) -> Result:
        """Bring up a program; nothing may fail."""
        result = self.stack(run(self.world, program), parallel=4)
        self.check_order(result)
        return result

    def attempt(self, program: Program, faults: Mapping[tuple[str, str], str], interrupt_after: int) -> Result:
        """Bring up a program while calls fail, and the operation is interrupted after some of them."""
        return self._attempt(Operation.UP, run(self.world, program), faults, interrupt_after)

    def attempt_to_destroy(self, faults: Mapping[tuple[str, str], str], interrupt_after: int) -> Result:
        """Destroy the stack, as `attempt` does."""
        return self._attempt(Operation.DESTROY, None, faults, interrupt_after)

    def _attempt(
        self, operation: Operation, program: Any, faults: Mapping[tuple[str, str], str], interrupt_after: int
    ) -> Result:
        cancel, calls = threading.Event(), len(self.cloud.calls)

        def count(_verb: str, _name: str) -> None:
            if len(self.cloud.calls) - calls > interrupt_after:
                cancel.set()

        self.cloud.faults, self.cloud.failures = faults, count
        result = self.stack(program, operation=operation, succeeds=False, parallel=4, cancel=cancel)
        self.cloud.faults, self.cloud.failures = {}, lambda _verb, _name: None
        self.check_order(result)
        self.check_nothing_is_lost(result)
        return result

    def unprotect(self) -> None:
        """Take away every protection and change nothing else: a program that did more might be refused."""
        with update.update(self.stack.open(), "update", lambda _message: None) as current:
            protected = [state for state in current.snapshot.resources if state.protect]
            current.journal.success(rewritten=[(state, replace(state, protect=False)) for state in protected])

    def check_order(self, result: Result) -> None:
        """Nothing was deleted before what needs it, unless it had to go before its own replacement could be made."""
        begun = [event.step for event in result.events if isinstance(event, ResourcePreEvent)]
        condemned = {step.state.name for step in begun if step.pending_replacement}
        assert self.cloud.early <= condemned
        self.cloud.early.clear()

    def check_nothing_is_lost(self, result: Result) -> None:
        """Everything that exists is recorded, and everything recorded exists, unless it is about to go or to come back.

        What was replaced may have gone with its container, before the run came to delete it.
        """
        recorded = {state.id: state for state in result.resources if state.type == ITEM}
        assert self.cloud.resources.keys() <= recorded.keys()
        missing = recorded.keys() - self.cloud.resources.keys()
        due = {
            key for key, state in recorded.items() if state.pending_replacement or (state.delete and state.deleted_with)
        }
        assert missing - due == set()

    def check_declared(self, program: Program, result: Result) -> None:
        """The provider holds exactly what the program declares."""
        assert sorted(self.cloud.by_name()) == [name(position) for position in items(self.world, program)]
        assert len(self.cloud.resources) == len(items(self.world, program))
        for position in items(self.world, program):
            wanted, found = program[position], dict(self.cloud.by_name()[name(position)])
            numbers = [result.outputs(ITEM, name(other))["number"] for other in sorted(wanted.uses)]
            container = self.world[position].deleted_with
            expected = {
                "replaceMe": wanted.replace_me,
                "onlyOne": wanted.only_one,
                "needs": [name(other) for other in needed(self.world, program, position)],
                "uses": numbers,
            }
            if container is not None:
                expected["within"] = result.of(ITEM, name(container)).id
            if not wanted.ignore_changes:
                expected["value"] = wanted.value
            else:
                found.pop("value")
            assert found == expected


def unprotected(program: Program) -> Program:
    return {position: replace(wanted, protect=False) for position, wanted in program.items()}


def run_all(world: World, steps: Callable[[Stage], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        steps(Stage(Path(folder), world))


slowly = settings(
    deadline=None,
    max_examples=12,
    # A failure is not made smaller: that takes whole operations by the hundred, and worlds are small.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slowly
@given(st.data())
def test_provider_holds_what_was_declared_last_and_nothing_after_a_destroy(data: st.DataObject) -> None:
    """Up, up again, other programs, destroy; the second `up` asks the provider for no change."""
    world = data.draw(worlds(), "world")

    def steps(stage: Stage) -> None:
        for _ in range(3):
            program = unprotected(data.draw(programs(world), "program"))
            stage.check_declared(program, stage.up(program))
            calls = len(stage.cloud.called("create", "update", "delete"))
            again = stage.up(program)
            assert set(again.summary.changes) <= {"same"}
            assert len(stage.cloud.called("create", "update", "delete")) == calls
        destroyed = stage.stack(None, operation=Operation.DESTROY, parallel=4)
        stage.check_order(destroyed)
        assert (destroyed.resources, stage.cloud.resources) == ([], {})

    run_all(world, steps)


@slowly
@given(st.data())
def test_failures_and_interrupts_never_lose_a_resource_and_the_next_run_goes_on(data: st.DataObject) -> None:
    world = data.draw(worlds(), "world")

    def steps(stage: Stage) -> None:
        for _ in range(2):
            for _ in range(2):
                program = unprotected(data.draw(programs(world), "program"))
                stage.attempt(program, data.draw(faults(world), "faults"), data.draw(st.integers(0, 40), "calls"))
            stage.check_declared(program, stage.up(program))
        stage.attempt_to_destroy(data.draw(faults(world), "faults"), data.draw(st.integers(0, 40), "calls"))
        assert stage.stack(None, operation=Operation.DESTROY).resources == []
        assert stage.cloud.resources == {}

    run_all(world, steps)


@slowly
@given(st.data())
def test_protected_resources_are_never_deleted(data: st.DataObject) -> None:
    """Not by another program and not by a destroy; what refuses says so, and nothing is lost."""
    world = data.draw(worlds(), "world")

    def steps(stage: Stage) -> None:
        before = data.draw(programs(world), "program")
        stage.up(before)
        for _ in range(2):
            program = data.draw(programs(world), "program")
            recorded = stage.stack.resources()
            protected = {state.id for state in recorded if state.type == ITEM and state.protect}
            freed = {name(position) for position, wanted in program.items() if not wanted.protect}
            held = {physical_id for physical_id in protected if physical_id.rpartition("-")[0] not in freed}
            result = stage.attempt(program, NO_FAILURES, 1000)
            assert held <= stage.cloud.resources.keys()
            assert all("it is protected" in error for error in result.summary.errors)
        destroyed = stage.attempt_to_destroy(NO_FAILURES, 1000)
        if any(state.protect for state in destroyed.resources):
            assert "it is protected" in destroyed.summary.errors[0]
        stage.unprotect()
        assert stage.stack(None, operation=Operation.DESTROY).resources == []
        assert stage.cloud.resources == {}

    run_all(world, steps)
