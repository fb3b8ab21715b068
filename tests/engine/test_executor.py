"""Running steps: how many at once, and what happens when one fails."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from engine import EngineError, Operation, Options
from engine.executor import Executor
from engine.gate import Gate
from engine.journal import Journal
from engine.progress import Progress
from engine.providers import Providers
from engine.step import Step
from protocol.provider import ProviderError
from tests.engine.memory_provider import Cloud, MemoryProvider, failing
from tests.engine.programs import Group, Item, Source, options, urn_of
from tests.engine.states import sealer, snapshot
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_parallel_bounds_how_many_verbs_run_at_once(stack: Deployer, cloud: Cloud) -> None:
    lock, running, most = threading.Lock(), 0, 0
    all_three = threading.Barrier(3)

    def failures(verb: str, _name: str) -> None:
        nonlocal running, most
        if verb != "create":
            return
        with lock:
            running += 1
            most = max(most, running)
        all_three.wait(10)
        with lock:
            running -= 1

    cloud.failures = failures

    def program() -> None:
        for i in range(6):
            Item(f"item{i}")

    stack(program, parallel=3)
    assert most == 3


def test_failed_step_lets_work_in_flight_finish_and_starts_nothing_new(stack: Deployer, cloud: Cloud) -> None:
    """What was created is recorded, the error names the resource and the cause, and `up` goes on from there."""
    slow_began, failed = threading.Event(), threading.Event()

    def failures(verb: str, name: str) -> None:
        if (verb, name) == ("create", "slow"):
            slow_began.set()
            assert failed.wait(10)
        if (verb, name) == ("create", "broken"):
            assert slow_began.wait(10)
            threading.Timer(0.2, failed.set).start()
            raise ProviderError("the disk is full")

    def program() -> None:
        slow = Item("slow")
        Item("broken")
        Item("after", value=slow.number)

    cloud.failures = failures
    result = stack(program, succeeds=False)
    assert result.summary.errors == [f"{urn_of('broken')}: create failed: the disk is full"]
    assert cloud.names() == {"slow"}
    assert result.names("test:index:Item") == {"slow"}

    cloud.failures = lambda _verb, _name: None
    again = stack(program)
    assert again.summary.changes == {"same": 2, "create": 2}
    assert cloud.names() == {"slow", "broken", "after"}


def test_nothing_is_deleted_when_a_step_fails(stack: Deployer, cloud: Cloud) -> None:
    stack(lambda: Item("old"))
    cloud.failures = failing(("create", "new"))
    result = stack(lambda: Item("new"), succeeds=False)
    assert cloud.names() == {"old"}
    assert result.names("test:index:Item") == {"old"}


def test_failure_leaves_everything_created_in_the_state_and_up_goes_on(stack: Deployer, cloud: Cloud) -> None:
    """Nothing is made twice, and nothing is lost."""

    def program() -> None:
        first = Item("first", value=1)
        second = Item("second", value=first.number)
        Item("third", value=second.number)

    cloud.failures = failing(("create", "third"), error=ProviderError("quota: at most 2 items"))
    failed = stack(program, succeeds=False)
    assert not failed.summary.succeeded
    assert failed.summary.errors == [f"{urn_of('third')}: create failed: quota: at most 2 items"]
    assert failed.names("test:index:Item") == cloud.names() == {"first", "second"}
    assert stack.pending() == []

    cloud.failures = failing()
    assert stack(program).summary.changes == {"same": 3, "create": 1}
    assert cloud.called("create").count(("create", "third")) == 2
    assert cloud.names() == {"first", "second", "third"}


def test_failed_property_is_named_with_urn_and_cause(stack: Deployer, cloud: Cloud) -> None:
    result = stack(lambda: Item("item", badSize=1), succeeds=False)
    assert result.summary.errors == [f"{urn_of('item')}: badSize: is unknown"]


def test_failed_update_and_failed_deletion_keep_what_was_recorded(stack: Deployer, cloud: Cloud) -> None:
    def program(value: int) -> Callable[[], object]:
        return lambda: Item("item", value=value)

    stack(program(1))
    cloud.failures = failing(("update", "item"), ("delete", "item"))
    failed = stack(program(2), succeeds=False)
    assert failed.summary.errors == [f"{urn_of('item')}: update failed: no update today"]
    assert failed.inputs("test:index:Item", "item") == {"value": 1}
    failed = stack(None, operation=Operation.DESTROY, succeeds=False)
    assert failed.summary.errors == [f"{urn_of('item')}: delete failed: no delete today"]
    assert failed.names("test:index:Item") == {"item"}


def test_every_step_that_fails_while_others_run_is_reported(stack: Deployer, cloud: Cloud) -> None:
    together = threading.Barrier(2)

    def failures(verb: str, name: str) -> None:
        if verb == "create":
            together.wait(10)
            raise ProviderError(f"no {name}")

    def program() -> None:
        Item("one")
        Item("two")

    cloud.failures = failures
    result = stack(program, succeeds=False)
    assert sorted(result.summary.errors) == [f"{urn_of(n)}: create failed: no {n}" for n in ("one", "two")]


def test_provider_that_failed_is_reported_once_and_what_it_serves_is_left_alone(stack: Deployer, cloud: Cloud) -> None:
    class Refusing(MemoryProvider):
        def CheckConfig(self, request: Any) -> Any:
            failure = provider_pb2.CheckFailure(property="region", reason="is missing")
            return provider_pb2.CheckResponse(failures=[failure])

    def program() -> None:
        source = Source("source")
        Item("one", options(provider=source))
        Item("two", options(provider=source))

    stack.providers = {"test": lambda: Refusing(cloud)}
    for operation in (Operation.PREVIEW, Operation.UP):
        result = stack(program, operation=operation, succeeds=False)
        assert result.summary.errors == [f"{urn_of('source', 'pulumi:providers:test')}: region: is missing"]
    assert cloud.calls == []


@pytest.mark.parametrize("parallel", [1, 2])
def test_destroy_and_refresh_are_bounded_too(stack: Deployer, cloud: Cloud, parallel: int) -> None:
    def program() -> None:
        for i in range(6):
            Item(f"item{i}")

    stack(program)
    lock, running, most = threading.Lock(), 0, 0
    together = threading.Barrier(parallel)

    def failures(verb: str, _name: str) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        together.wait(10)
        with lock:
            running -= 1

    cloud.failures = failures
    for operation in (Operation.REFRESH, Operation.DESTROY):
        most = 0
        stack(None, operation=operation, parallel=parallel)
        assert most == parallel


def test_what_asks_no_provider_does_not_start_after_a_failure_either(stack: Deployer, cloud: Cloud) -> None:
    def program() -> None:
        # The item is recorded after the group, and so is deleted first.
        Group("group").urn.apply(lambda _urn: Item("item"))

    stack(program)
    cloud.failures = failing(("delete", "item"))
    failed = stack(None, operation=Operation.DESTROY, parallel=1, succeeds=False)
    assert failed.names("test:index:Group") == {"group"}


def test_a_step_that_is_not_permitted_fails_and_nothing_follows(stack: Deployer, cloud: Cloud) -> None:
    def permit(step: Step) -> None:
        if step.urn == urn_of("second"):
            raise EngineError("nobody wants it")

    def program() -> None:
        first = Item("first")
        second = Item("second", after=first.number)
        Item("third", after=second.number)

    result = stack(program, succeeds=False, permit=permit)
    assert result.summary.errors == [f"{urn_of('second')}: nobody wants it"]
    assert result.names(ITEM) == {"first"}
    assert ("create", "second") not in cloud.calls


def test_a_seed_makes_up_the_same_names_for_the_same_resource() -> None:
    def seeds(seed: bytes = b"") -> list[bytes]:
        journal, progress = Journal(snapshot(), sealer()), Progress(None, planning=True, debug=False)
        gate = Gate(1, threading.Event())
        executor = Executor(Providers({}, ()), journal, progress, gate, Options(seed=seed), preview=True)
        return [executor.seed("one"), executor.seed("one"), executor.seed("two")]

    one, again, two = seeds(b"plan")
    assert one == again != two
    assert seeds(b"plan") == [one, again, two]
    assert one not in seeds(b"another")
    assert len(set(seeds())) == 3
