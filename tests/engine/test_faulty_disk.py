"""The disk fails at every single call of a whole life: it is said, nothing is lost, and the next command goes on.

`STRATA_DEEP=1` has every call fail in every way; without it, each fails in one of the three ways.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
import pytest

from engine import Operation, journal_file
from engine.backend import FileBackend
from engine.errors import StateError
from tests.engine.faulty_disk import FaultyDisk, dead_from, full_from, hiccup_at
from tests.engine.memory_provider import Cloud, MemoryProvider
from tests.engine.programs import Item
from tests.harness import Deployer, Result

WAYS = {"full": full_from, "dead": dead_from, "hiccup": hiccup_at}
DEEP = bool(os.environ.get("STRATA_DEEP"))
STATE = Path("state", ".pulumi", "stacks", "strata")


@dataclass
class RememberingCloud(Cloud):
    """A cloud that knows a create again by its attempt, as the sandbox's providers do.

    Attributes:
        attempts: the answer to each create, by its attempt.
        journal: where the intent of every change must lie before it is asked for.
        unannounced: changes that were asked for without that.
    """

    attempts: dict[str, Any] = field(default_factory=dict)
    journal: Path = Path()
    unannounced: list[str] = field(default_factory=list)

    def __call__(self) -> MemoryProvider:
        return RememberingProvider(self)

    def announced(self, kind: str, urn: str) -> None:
        """Note a change whose intent is not in the journal."""
        records = journal_file.read(self.journal)
        steps = records.steps if records else []
        if not any(step.get("begin") == kind and step["state"]["urn"] == urn for step in steps):
            self.unannounced.append(f"{kind} {urn}")


class RememberingProvider(MemoryProvider):
    cloud: RememberingCloud

    def Create(self, request: Any) -> Any:
        if request.preview:
            return super().Create(request)
        attempt = request.resource_status_token
        if attempt not in self.cloud.attempts:
            self.cloud.announced("creating", request.urn)
            self.cloud.attempts[attempt] = super().Create(request)
        return self.cloud.attempts[attempt]

    def Update(self, request: Any) -> Any:
        if not request.preview:
            self.cloud.announced("updating", request.urn)
        return super().Update(request)

    def Delete(self, request: Any) -> Any:
        self.cloud.announced("deleting", request.urn)
        return super().Delete(request)


def first() -> None:
    one = Item("one", value=1)
    Item("two", value=one.number, secret=pulumi.Output.secret("hush"))
    Item("three", replaceMe=1)


def second() -> None:
    """One is updated, two goes, three is replaced, four comes."""
    one = Item("one", value=2)
    Item("three", replaceMe=2)
    Item("four", value=one.number)


@dataclass(frozen=True)
class Command:
    """An operation, and what the cloud holds after it."""

    operation: Operation
    program: Callable[[], None] | None
    leaves: set[str]


UP = Command(Operation.UP, first, {"one", "two", "three"})
UPDATE = Command(Operation.UP, second, {"one", "three", "four"})
DESTROY = Command(Operation.DESTROY, None, set())
LIFE = {"up": (UP,), "update": (UP, UPDATE), "destroy": (UP, UPDATE, DESTROY), "take up": (UP, UPDATE, UPDATE)}


class Stage:
    """A stack that has come as far as the command whose disk is to fail; `reset` brings it back there."""

    def __init__(self, folder: Path, command: str) -> None:
        *before, self.command = LIFE[command]
        self.folder, self.kept = folder / "stack", folder / "kept"
        self.folder.mkdir()
        self.cloud = RememberingCloud(journal=self.folder / STATE / "test.journal")
        self.stack = Deployer(folder=self.folder, providers={"test": self.cloud})
        for earlier in before:
            self.run(earlier) if earlier is not self.command else self._leave_journal()
        shutil.copytree(self.folder, self.kept)
        self._held = dict(self.cloud.resources)

    def _leave_journal(self) -> None:
        """Carry the command out, but for its checkpoint: what a killed process leaves."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(FileBackend, "save", lambda *_: (_ for _ in ()).throw(StateError("killed")))
            with pytest.raises(StateError, match="killed"):
                self.run(self.command)
        assert self.cloud.journal.exists()

    def reset(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)
        self.cloud.resources, self.cloud.unannounced = dict(self._held), []

    def run(self, command: Command, *, succeeds: bool = True) -> Result:
        return self.stack(command.program, {}, command.operation, succeeds=succeeds, parallel=2)

    def run_on(self, disk: FaultyDisk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Carry the command out on a disk; what it said was wrong."""
        with monkeypatch.context() as patch:
            disk.mount(patch)
            try:
                summary = self.run(self.command, succeeds=False).summary
            except StateError as error:
                return [str(error)]
        return [*summary.errors, *(text for text in summary.warnings if "its journal tells" not in text)]

    def check_nothing_is_lost(self) -> None:
        """Whatever exists is recorded, or the attempt is that made it."""
        known = {state.id for state in self.stack.resources()}
        attempts = {pending.attempt for pending in self.stack.pending()}
        known |= {answer.id for attempt, answer in self.cloud.attempts.items() if attempt in attempts}
        assert self.cloud.resources.keys() <= known
        assert self.cloud.unannounced == []


def check(stage: Stage, disk: FaultyDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command fails clearly on that disk, and the next one, on a sound disk, does what the first was to do."""
    stage.reset()
    said = stage.run_on(disk, monkeypatch)
    if disk.failed:
        assert any(str(stage.folder / "state") in message for message in said), said
    else:
        assert said == []
    stage.check_nothing_is_lost()
    again = stage.run(stage.command)
    assert again.summary.errors == []
    assert sorted(stage.cloud.by_name()) == sorted(stage.command.leaves)
    assert len(stage.cloud.resources) == len(stage.command.leaves)
    held = {state.id for state in again.resources if state.type == "test:index:Item"}
    assert (held, stage.stack.pending()) == (set(stage.cloud.resources), [])
    for kind in ("stacks", "history", "backups", "locks/organization/strata/test"):
        left = [path.name for path in (stage.folder / "state" / ".pulumi" / kind).rglob("*") if path.is_file()]
        assert [name for name in left if name.endswith((".tmp", ".journal")) or kind.startswith("locks")] == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("command", LIFE)
def test_wherever_the_disk_fails_it_is_said_and_the_next_command_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, way: str
) -> None:
    stage = Stage(tmp_path, command)
    whole = FaultyDisk(stage.folder)
    check(stage, whole, monkeypatch)
    assert len(whole.calls) > 60
    offset = list(WAYS).index(way)
    for number in range(len(whole.calls)):
        if DEEP or number % len(WAYS) == offset:
            disk = FaultyDisk(stage.folder, WAYS[way](number))
            try:
                check(stage, disk, monkeypatch)
                # To delete takes no space; and there may be fewer calls: threads that wait together share a sync.
                assert disk.failed or way == "full" or number >= len(disk.calls)
            except AssertionError as error:
                raise AssertionError(f"call {number}: {disk.failed}") from error
