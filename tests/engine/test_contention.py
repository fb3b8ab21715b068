"""Several processes at once on one folder of state: one works on a stack, and the others say who does, or read."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine.contending import wait_for
from tests.harness import Deployer

ROOT = Path(__file__).parents[2]


class Party:
    """Processes that work in the same folder."""

    def __init__(self, folder: Path, runner: subprocess.Popen[str]) -> None:
        self.folder = folder
        self._runner = runner
        self.stack = Deployer(folder=folder, providers={})
        self.stack._write_project({})
        (folder / "cloud").mkdir()

    def start(self, do: str, **order: Any) -> int:
        """Have a process begin; its id."""
        return int(self._ask({"do": do} | order)["pid"])

    def wait(self, pid: int) -> dict[str, Any]:
        """What came of a process."""
        return self._ask({"wait": pid})

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._runner.stdin
        assert self._runner.stdout
        self._runner.stdin.write(json.dumps(order) + "\n")
        self._runner.stdin.flush()
        answer: dict[str, Any] = json.loads(self._runner.stdout.readline())
        return answer

    def start_holding(self, stack: str = "test", items: int = 2) -> int:
        """Have a process begin an `up`, and wait until its provider is at work."""
        pid = self.start("up", stack=stack, items=items, hold=True)
        wait_for(self.folder / "holding")
        return pid

    def cloud(self) -> list[str]:
        """The logical names of what there is."""
        return sorted(path.name.partition("-")[0] for path in (self.folder / "cloud").iterdir())


@pytest.fixture
def party(tmp_path: Path) -> Iterator[Party]:
    command = [sys.executable, "-m", "tests.engine.contending", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as runner:
        yield Party(tmp_path, runner)
        for name in ("go", "stop"):
            (tmp_path / name).touch()
        assert runner.stdin
        runner.stdin.close()
        runner.wait(120)


def test_one_works_and_the_other_is_told_who_does(party: Party) -> None:
    first = party.start_holding()
    second = party.wait(party.start("up", stack="test", items=2))
    assert f"stack test is locked by process {first} of " in second["locked"]
    (party.folder / "go").touch()
    assert party.wait(first) == {"errors": [], "warnings": [], "status": 0}
    assert party.wait(party.start("up", stack="test", items=2))["errors"] == []
    assert party.cloud() == ["test0", "test1"]


def test_of_those_that_come_at_the_same_instant_one_works_and_never_two(party: Party) -> None:
    held, refused = 0, 0
    for _ in range(8):
        (party.folder / "go").unlink(missing_ok=True)
        processes = [party.start("lock") for _ in range(5)]
        (party.folder / "go").touch()
        answers = [party.wait(process) for process in processes]
        times = sorted(answer["held"] for answer in answers if "held" in answer)
        assert times, answers
        assert all(before[1] < after[0] for before, after in itertools.pairwise(times))
        locked = [answer["locked"] for answer in answers if "locked" in answer]
        assert all("is locked by process" in message for message in locked)
        held, refused = held + len(times), refused + len(locked)
    assert held + refused == 40
    assert refused > 0


def test_a_holder_that_is_killed_is_recognised_and_its_work_is_finished(party: Party) -> None:
    first = party.start_holding()
    os.kill(first, signal.SIGKILL)
    assert party.wait(first)["status"] == -signal.SIGKILL
    made = party.cloud()
    assert made
    second = party.wait(party.start("up", stack="test", items=2))
    assert second["errors"] == []
    assert f"stack test was locked by process {first} of " in second["warnings"][0]
    assert "that process has ended, so its lock was taken over" in second["warnings"][0]
    assert party.cloud() == ["test0", "test1"]
    assert {state.id for state in party.stack.resources() if state.custom and "Item" in state.type} == {
        path.name for path in (party.folder / "cloud").iterdir()
    }


def test_who_reads_while_another_works_sees_a_sound_state_that_only_grows(party: Party) -> None:
    reader = party.start("read", stack="test")
    wait_for(party.folder / "reading")
    for items in (40, 60):
        assert party.wait(party.start("up", stack="test", items=items))["errors"] == []
    (party.folder / "stop").touch()
    counts = party.wait(reader)["counts"]
    assert counts == sorted(counts)
    assert counts[-1] == 60
    assert len(set(counts)) > 5


def test_different_stacks_do_not_disturb_each_other(party: Party) -> None:
    held = party.start_holding("first")
    others = [party.start("up", stack=stack, items=5) for stack in ("second", "third")]
    assert [party.wait(other)["errors"] for other in others] == [[], []]
    (party.folder / "go").touch()
    assert party.wait(held)["errors"] == []
    assert party.cloud() == sorted(
        [f"first{n}" for n in range(2)] + [f"{s}{n}" for s in ("second", "third") for n in range(5)]
    )
