"""The clock is put back by hours, between and within operations: what was done later stays later, nothing is lost."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine import lock, resource
from engine.backend import FileBackend
from engine.errors import StackLocked
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Item
from tests.harness import Deployer


class Clock:
    """The time as programs see it; it jumps a few hours whenever it is looked at, mostly back."""

    def __init__(self, start: float, seed: int) -> None:
        self.seconds = start
        self._chance = random.Random(seed)

    def time(self) -> float:
        self.seconds += self._chance.choice([-7200.5, -3600.25, -1.0, 0.0, 1800.125])
        return self.seconds

    def time_ns(self) -> int:
        return int(self.time() * 10**9)

    def now(self, zone: Any) -> datetime:
        return datetime.fromtimestamp(self.time(), zone)

    fromisoformat = staticmethod(datetime.fromisoformat)


@pytest.fixture(params=range(3))
def clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    wrong = Clock(time.time(), request.param)
    monkeypatch.setattr(time, "time", wrong.time)
    monkeypatch.setattr(time, "time_ns", wrong.time_ns)
    monkeypatch.setattr(resource, "datetime", wrong)
    yield wrong
    monkeypatch.undo()


def history(backend: FileBackend) -> list[Path]:
    return sorted((backend.root / ".pulumi" / "history" / "strata" / "test").glob("*.history.json"))


def test_the_history_keeps_its_order_and_every_backup(stack: Deployer, cloud: Cloud, clock: Clock) -> None:
    for value in range(8):
        stack(lambda value=value: Item("item", value=value), {})
    entries = history(stack.backend)
    assert len(entries) == 8
    values = []
    for entry in entries:
        moment = entry.name.removeprefix("test-").removesuffix(".history.json")
        backup = stack.backend.root / ".pulumi" / "backups" / "strata" / "test" / f"test.{moment}.json"
        recorded = json.loads(backup.read_bytes())["checkpoint"]["latest"]["resources"]
        values.append(next(item["inputs"]["value"] for item in recorded if item["type"] == "test:index:Item"))
        told = json.loads(entry.read_bytes())
        assert told["startTime"] <= told["endTime"]
    assert values == list(range(8))


def test_a_resource_is_never_changed_before_it_was_created(stack: Deployer, cloud: Cloud, clock: Clock) -> None:
    for value in range(6):
        result = stack(lambda value=value: Item("item", value=value), {})
        item = result.of("test:index:Item", "item")
        assert datetime.fromisoformat(item.created) <= datetime.fromisoformat(item.modified)
        assert item.outputs["value"] == value


def test_the_lock_of_a_living_process_is_respected_whatever_the_clock_says(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "locks"
    for jump in (-(10**6), 0, 10**6):
        with lock.hold(folder, "dev", pytest.fail):
            clock.seconds += jump
            with pytest.raises(StackLocked), lock.hold(folder, "dev", pytest.fail):
                pytest.fail("two at once")


def test_two_operations_at_the_same_nanosecond_keep_both_backups(
    stack: Deployer, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_000_000_000)
    for value in range(3):
        stack(lambda value=value: Item("item", value=value), {})
    assert [path.name for path in history(stack.backend)] == [
        f"test-170000000000000000{number}.history.json" for number in range(3)
    ]
