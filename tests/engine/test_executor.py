"""Running steps: how many at once, and what happens when one fails."""

from __future__ import annotations

import threading

from protocol.provider import ProviderError
from tests.engine.memory_provider import Cloud, failing
from tests.engine.programs import Item, urn_of
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
