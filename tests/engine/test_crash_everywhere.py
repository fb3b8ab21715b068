"""Killed at each single moment of an `up`, an update with replacements, and a `destroy`: the next command finishes it.

What a kill leaves behind is recorded at every moment at which an effect has just happened or is about to: a line of the
journal, a file of the state, a change at the provider. From each such moment the next command goes on, in a copy of the
world. Three ways to die: the process alone; the process in the middle of a line; the machine, which loses all that was
not synced. The suite takes a sample by chance; `STRATA_CRASH_EVERYWHERE=1` takes every moment.
"""

from __future__ import annotations

import copy
import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from engine import Operation, files
from engine.integrity import find_breaches
from engine.journal_file import JournalFile
from engine.state import load
from protocol.values import Props
from tests.engine.memory_provider import Cloud, MemoryProvider
from tests.engine.programs import Group, Item, options
from tests.harness import Deployer

SAMPLE = None if os.environ.get("STRATA_CRASH_EVERYWHERE") else 8
"""How many moments of an operation are tried for each way to die; None: all."""
VERBS = ("Create", "Update", "Delete")
GROUPS = 11


def declared(generation: int) -> dict[str, Props]:
    """The inputs of every item that a generation of the program declares, by logical name."""
    wanted: dict[str, Props] = {}
    # The second generation leaves a group out, adds another, updates a third of what stays and replaces two thirds.
    for group in range(generation - 1, GROUPS + generation - 1):
        wanted[f"{group}-root"] = {"value": group, "replaceMe": generation if group % 3 == 0 else 0}
        for leaf in range(9):
            only_one = generation if group % 3 == 1 and leaf == 0 else 0
            wanted[f"{group}-{leaf}"] = {"value": generation if group % 3 == 2 else 0, "onlyOne": only_one}
    return wanted


def program(generation: int) -> Callable[[], None]:
    """A hundred and ten items in eleven components; the leaves of a group depend on its root."""

    def declare() -> None:
        wanted = declared(generation)
        for group in range(generation - 1, GROUPS + generation - 1):
            component = Group(f"group-{group}")
            root = Item(f"{group}-root", options(parent=component), **wanted[f"{group}-root"])
            for leaf in range(9):
                Item(f"{group}-{leaf}", options(parent=component, depends_on=[root]), **wanted[f"{group}-{leaf}"])

    return declare


class Remembering(Cloud):
    """A cloud that does what it is asked under one name once."""

    def __init__(self) -> None:
        super().__init__()
        self.attempts: dict[str, Any] = {}

    def __call__(self) -> MemoryProvider:
        return RememberingProvider(self, self.attempts)


class RememberingProvider(MemoryProvider):
    """Its provider."""

    def __init__(self, cloud: Cloud, attempts: dict[str, Any]) -> None:
        super().__init__(cloud)
        self.attempts = attempts

    def Create(self, request: Any) -> Any:
        if request.preview:
            return super().Create(request)
        if request.resource_status_token not in self.attempts:
            self.attempts[request.resource_status_token] = super().Create(request)
        return self.attempts[request.resource_status_token]


@dataclass(frozen=True)
class Moment:
    """What survives.

    Attributes:
        files: the state folder, by path.
        synced: how much of the journal a failure of the machine leaves.
        resources, attempts, made: what the provider holds and knows.
    """

    files: dict[Path, bytes]
    synced: int
    resources: dict[str, Props]
    attempts: dict[str, Any]
    made: int


@dataclass
class Witness:
    """Sees every effect of an operation, one at a time, and keeps what would be left at each moment between them."""

    folder: Path
    cloud: Remembering
    moments: list[Moment] = field(default_factory=list)
    synced: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def around(self, effect: Callable[..., Any]) -> Callable[..., Any]:
        """The same effect, with a moment before and one after it."""

        def seen(*args: Any, **named: Any) -> Any:
            with self.lock:
                self.keep()
                try:
                    return effect(*args, **named)
                finally:
                    self.keep()

        return seen

    def keep(self) -> None:
        held = {path.relative_to(self.folder): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        # A lock says that this process holds it, which lives on; that dead holders are recognised is tested elsewhere.
        surviving = {path: content for path, content in held.items() if "locks" not in path.parts}
        cloud = self.cloud
        self.moments.append(
            Moment(surviving, self.synced, copy.deepcopy(cloud.resources), dict(cloud.attempts), cloud.made)
        )

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """See what happens from now on."""
        sync = JournalFile.sync

        def synced(journal: JournalFile, position: int) -> None:
            sync(journal, position)
            with self.lock:
                self.synced = journal.path.stat().st_size

        monkeypatch.setattr(JournalFile, "append", self.around(JournalFile.append))
        monkeypatch.setattr(JournalFile, "sync", synced)
        monkeypatch.setattr(files, "write", self.around(files.write))
        for verb in VERBS:
            monkeypatch.setattr(RememberingProvider, verb, self.around(getattr(RememberingProvider, verb)))


def killed(moment: Moment) -> dict[Path, bytes]:
    """What the end of the process leaves."""
    return moment.files


def torn(moment: Moment) -> dict[Path, bytes]:
    """What its end in the middle of the last line leaves; what was synced before is whole."""

    def tear(content: bytes) -> bytes:
        last = len(content.removesuffix(b"\n").rpartition(b"\n")[2]) + 1
        return content[: max(moment.synced, len(content) - last // 2)]

    return {path: tear(content) if path.suffix == ".journal" else content for path, content in moment.files.items()}


def unsynced(moment: Moment) -> dict[Path, bytes]:
    """What a failure of the machine leaves."""
    return {
        path: content[: moment.synced] if path.suffix == ".journal" else content
        for path, content in moment.files.items()
    }


def goes_on(moment: Moment, left: dict[Path, bytes], folder: Path, operation: Operation, generation: int) -> None:
    """Carry out the operation from there; everything is as it should be."""
    for path, content in left.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    cloud = Remembering()
    cloud.resources, cloud.attempts, cloud.made = copy.deepcopy(moment.resources), dict(moment.attempts), moment.made
    stack = Deployer(folder=folder, providers={"test": cloud})
    destroying = operation is Operation.DESTROY
    wanted = {} if destroying else declared(generation)
    result = stack(None if destroying else program(generation), operation=operation, succeeds=False)
    assert result.summary.errors == []
    assert sorted(physical_id.rpartition("-")[0] for physical_id in cloud.resources) == sorted(wanted)
    assert cloud.by_name() == wanted
    opened = stack.open()
    recorded = load(stack.backend, stack.project, stack.stack, opened.crypter)
    assert not recorded.journalled
    assert recorded.snapshot.pending_operations == []
    assert list(find_breaches(recorded.snapshot)) == []
    assert sorted(state.id for state in recorded.snapshot.resources if state.type == "test:index:Item") == sorted(
        cloud.resources
    )


@pytest.mark.slow
@pytest.mark.parametrize("operation", ["up", "update", "destroy"])
def test_every_moment_can_be_the_last(operation: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = Remembering()
    original = tmp_path / "original"
    original.mkdir()
    stack = Deployer(folder=original, providers={"test": cloud})
    generation = 2 if operation == "update" else 1
    if operation != "up":
        stack(program(1))
    wanted = Operation.DESTROY if operation == "destroy" else Operation.UP
    witness = Witness(original, cloud)
    with monkeypatch.context() as patched:
        witness.watch(patched)
        stack(None if wanted is Operation.DESTROY else program(generation), {}, wanted)
    assert len(witness.moments) > 400
    seed = random.randrange(10**6)
    for way in (killed, torn, unsynced):
        numbers = range(len(witness.moments))
        chosen = numbers if SAMPLE is None else random.Random(seed).sample(numbers, SAMPLE)
        for number in chosen:
            moment = witness.moments[number]
            try:
                goes_on(moment, way(moment), tmp_path / f"{way.__name__}-{number}", wanted, generation)
            except Exception as error:
                raise AssertionError(f"{way.__name__} at moment {number} of {len(numbers)}, seed {seed}") from error
