"""Whatever a program sends and a provider answers: an error for people or a result, no hang, and a sound state.

Messages are spoilt structurally: fields missing or of odd values, URNs of nobody, signatures without what belongs to
them, unknown enum values, numbers that are none, depths and lengths nobody expects.

`pytest --hypothesis-profile explore` with `STRATA_FUZZ=10000` runs so many other cases.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pulumi.runtime.proto import engine_pb2, provider_pb2, resource_pb2

from engine import Operation, Options, run, state, update
from engine.backend import FileBackend
from engine.engine_service import EngineService
from engine.errors import EngineError
from engine.executor import Executor
from engine.gate import Gate
from engine.integrity import verify
from engine.journal import Journal
from engine.monitor import Monitor
from engine.progress import Progress
from engine.providers import Providers
from engine.registrar import Registrar
from engine.registrations import Registrations
from engine.snapshot import encode as encode_checkpoint
from engine.targets import Targets
from protocol.values import encode
from tests.engine.memory_provider import REPLACE, Cloud, MemoryProvider
from tests.engine.mutation import spoil_message
from tests.engine.programs import Group, Item, options
from tests.engine.states import contents
from tests.harness import Deployer

CASES = int(os.environ.get("STRATA_FUZZ", "150"))
many = settings(max_examples=CASES, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
seeds = st.integers(0, 2**48)
HANGS_S = 60
PREFIX = "urn:pulumi:test::strata::"
ROOT = f"{PREFIX}pulumi:pulumi:Stack::strata-test"
RECORDED = (
    ROOT,
    f"{PREFIX}test:index:Group::group",
    f"{PREFIX}test:index:Group$test:index:Item::inner",
    f"{PREFIX}test:index:Item::item",
    f"{PREFIX}pulumi:providers:test::default",
    f"{PREFIX}pulumi:providers:test::default::an-id",
)
"""URNs of what `recorded` declares; the last is the shape of a reference to a provider."""


def recorded() -> None:
    """What the stack holds before the messages come."""
    group = Group("group")
    Item("inner", options(parent=group), value=1)
    Item("item", value={"deep": [1, 2]})


def registration(**fields: Any) -> resource_pb2.RegisterResourceRequest:
    return resource_pb2.RegisterResourceRequest(
        **{"type": "test:index:Item", "name": "item", "custom": True, "object": encode({"value": 1})} | fields
    )


MESSAGES: tuple[tuple[str, Callable[[], Message]], ...] = (
    ("RegisterResource", lambda: registration(type="pulumi:pulumi:Stack", name="strata-test", custom=False)),
    ("RegisterResource", lambda: registration(type="test:index:Group", name="group", custom=False)),
    ("RegisterResource", lambda: registration(name="inner", parent=RECORDED[1])),
    ("RegisterResource", registration),
    ("RegisterResource", lambda: registration(object=encode({REPLACE: 2}))),
    ("RegisterResource", lambda: registration(name="new", dependencies=[RECORDED[3]], deletedWith=RECORDED[3])),
    ("RegisterResource", lambda: registration(type="pulumi:providers:test", name="source")),
    ("RegisterResource", lambda: registration(name="taken", importId="item-2")),
    ("RegisterResourceOutputs", lambda: resource_pb2.RegisterResourceOutputsRequest(urn=RECORDED[1])),
    ("ReadResource", lambda: resource_pb2.ReadResourceRequest(id="item-2", type="test:index:Item", name="read")),
    ("Invoke", lambda: resource_pb2.ResourceInvokeRequest(tok="test:index:get", args=encode({"a": 1}))),
    (
        "Invoke",
        lambda: resource_pb2.ResourceInvokeRequest(tok="pulumi:pulumi:getResource", args=encode({"urn": ROOT})),
    ),
    ("Log", lambda: engine_pb2.LogRequest(message="hello", urn=ROOT)),
    ("RequirePulumiVersion", lambda: engine_pb2.RequirePulumiVersionRequest(pulumi_version_range=">=3")),
    ("SupportsFeature", lambda: resource_pb2.SupportsFeatureRequest(id="secrets")),
    ("Call", lambda: resource_pb2.ResourceCallRequest(tok="test:index:Item/grow")),
    ("ExistsResource", lambda: resource_pb2.ExistsResourceRequest(type="test:index:Item")),
    ("RegisterPackage", lambda: resource_pb2.RegisterPackageRequest(name="aws")),
    ("SignalAndWaitForShutdown", resource_pb2.ExistsResourceRequest),
    ("GetDeploymentInfo", resource_pb2.ExistsResourceRequest),
)
"""Every verb that the program's SDK can ask for, with a sound message."""


def in_time(call: Callable[[], None]) -> None:
    """Run it on a thread of its own; it must not hang, nor raise anything."""
    failure: list[BaseException] = []

    def body() -> None:
        try:
            call()
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            failure.append(error)

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    thread.join(HANGS_S)
    assert not thread.is_alive(), "it hangs"
    if failure:
        raise failure[0]


def check_sound(stack: Deployer) -> None:
    """What is saved holds together, and reads back as what it is."""
    read = state.load(stack.backend, stack.project, stack.stack, stack.open().crypter)
    verify(read.snapshot)
    assert not read.journalled
    with tempfile.TemporaryDirectory() as folder:
        again = FileBackend(Path(folder))
        again.save(stack.project, stack.stack, encode_checkpoint(read.snapshot.to_json(read.sealer)))
        reread = state.load(again, stack.project, stack.stack, stack.open().crypter)
    assert json.dumps(contents(reread.snapshot)) == json.dumps(contents(read.snapshot))


@contextmanager
def journal_of(stack: Deployer, *, preview: bool) -> Iterator[Journal]:
    """Where the steps are recorded: a preview's are not, but in memory."""
    opened = stack.open()
    if preview:
        read = state.load(stack.backend, stack.project, stack.stack, opened.crypter)
        yield Journal(read.snapshot, read.sealer)
        return
    with update.update(opened, "update", lambda _message: None) as current:
        yield current.journal


def converse(stack: Deployer, cloud: Cloud, chance: random.Random, *, preview: bool) -> int:
    """Send a few messages to the engine, one in four of them sound; how many were answered."""
    answered, said = 0, []
    with journal_of(stack, preview=preview) as journal:
        progress = Progress(lambda event: json.dumps(event.json()) and None, planning=preview, debug=True)
        providers = Providers({"test": cloud}, journal.snapshot().resources)
        executor = Executor(providers, journal, progress, Gate(4, threading.Event()), preview=preview)
        registrar = Registrar(Registrations("test", "strata", journal), executor, Targets(()), {})
        monitor = Monitor(registrar, resource_pb2.DeploymentInfo(stack="test", project="strata"), "/project")
        service = EngineService(progress)
        sound_ones = [MESSAGES[0], MESSAGES[1]][: chance.randrange(3)]
        for verb, make in [*sound_ones, *(chance.choice(MESSAGES) for _ in range(chance.randint(1, 8)))]:
            message = make()
            if chance.randrange(4) and (verb, make) not in sound_ones:
                spoil_message(message, chance, RECORDED)
            try:
                getattr(monitor if hasattr(monitor, verb) else service, verb)(message)
                answered += 1
            except EngineError as error:
                said.append(str(error))
                executor.gate._failed.clear()  # a program that goes on all the same
        registrar.finish(complete=True)
    said += progress.errors
    assert all(said)
    assert not any("has a bug" in error for error in said), said
    return answered


def new_stack(folder: Path) -> tuple[Deployer, Cloud]:
    cloud = Cloud()
    stack = Deployer(folder=folder, providers={"test": cloud})
    stack(recorded, {})
    return stack, cloud


@many
@given(seeds)
def test_spoilt_messages_of_a_program_end_in_an_error_or_a_sound_state(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        stack, cloud = new_stack(Path(folder))
        in_time(lambda: converse(stack, cloud, chance, preview=chance.randrange(4) == 0) and None)
        check_sound(stack)


class SpoilingProvider(MemoryProvider):
    """Answers wrongly, now and then."""

    chance: random.Random

    def _spoil(self, answer: Message) -> Message:
        if not self.chance.randrange(3):
            spoil_message(answer, self.chance, RECORDED)
        return answer


for verb in ("CheckConfig", "DiffConfig", "Configure", "Check", "Diff", "Create", "Read", "Update", "Invoke"):

    def spoilt(self: SpoilingProvider, request: Any, verb: str = verb) -> Any:
        return self._spoil(getattr(super(SpoilingProvider, self), verb)(request))

    setattr(SpoilingProvider, verb, spoilt)


class SpoilingCloud(Cloud):
    def __call__(self) -> MemoryProvider:
        return SpoilingProvider(self)


def changed() -> None:
    group = Group("group")
    Item("inner", options(parent=group), value=2)
    Item("item", **{REPLACE: 3})
    Item("new")


@many
@given(seeds)
def test_spoilt_answers_of_a_provider_end_in_an_error_or_a_sound_state(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        stack, cloud = new_stack(Path(folder))
        spoiling = SpoilingCloud(resources=cloud.resources, made=cloud.made)
        SpoilingProvider.chance = chance
        operation, program = chance.choice(
            [
                (Operation.UP, changed),
                (Operation.REFRESH, None),
                (Operation.PREVIEW, changed),
                (Operation.DESTROY, None),
            ]
        )

        def operate() -> None:
            summary = run(
                operation,
                stack.open(),
                providers={"test": spoiling},
                options=Options(parallel=1, refresh=chance.randrange(2) == 0),
                on_event=lambda event: json.dumps(event.json()) and None,
                program=program,
            )
            assert all(summary.errors)

        in_time(operate)
        check_sound(stack)


def test_every_verb_of_the_protocols_is_spoilt() -> None:
    services = (
        resource_pb2.DESCRIPTOR.services_by_name["ResourceMonitor"],
        engine_pb2.DESCRIPTOR.services_by_name["Engine"],
    )
    verbs = {method.name for service in services for method in service.methods}
    streams = {"RegisterStackTransform", "RegisterStackInvokeTransform", "RegisterResourceHook", "RegisterErrorHook"}
    unspoilt = {name for name in verbs if hasattr(Monitor, name) or hasattr(EngineService, name)}
    assert unspoilt - {name for name, _ in MESSAGES} == streams
    assert provider_pb2.DESCRIPTOR
