"""Changing the state by hand: held as by an operation, checked, kept as a backup, noted in the history.

Nothing here asks a provider: what is real stays as it is.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine import files, redo_log, state
from engine.backend import digest
from engine.errors import StateError
from engine.integrity import verify
from engine.project import Stack
from engine.redo_log import Change, Write
from engine.resource import JsonObject
from engine.secrets import Sealer
from engine.snapshot import Snapshot, encode
from engine.update import fold, sealed_for

Notify = Callable[[str], None]
"""Told what a person should know, such as a stale lock that was taken over."""


@dataclass(frozen=True, slots=True)
class Held:
    """A stack that nobody else changes meanwhile.

    Attributes:
        stack: the stack.
        snapshot: its state.
        sealer: encrypts its secrets.
        before: the digest of its checkpoint; empty if there is none.
    """

    stack: Stack
    snapshot: Snapshot
    sealer: Sealer
    before: str


@contextlib.contextmanager
def hold(stacks: Sequence[Stack], notify: Notify) -> Iterator[list[Held]]:
    """Hold stacks of one project to edit them; what a killed operation left in a journal goes into the checkpoint.

    Raises:
        StackLocked: an operation works on one of them.
        StateError: the state of one is damaged.
        PassphraseError: one holds secrets, and there is no passphrase that opens them.
    """
    backend, project = stacks[0].backend, stacks[0].project.name
    with redo_log.hold(backend, project, [stack.name for stack in stacks], notify):
        for stack in stacks:
            redo_log.refuse_unfinished(backend, project, stack.name)
        yield [_opened(stack) for stack in stacks]


def save(held: Held, snapshot: Snapshot, what: str) -> None:
    """Write a stack's new state.

    Raises:
        StateError: it would be inconsistent, or cannot be written; nothing was changed.
    """
    verify(snapshot)
    backend, project = held.stack.backend, held.stack.project.name
    backend.save(project, held.stack.name, encode(snapshot.to_json(held.sealer)))
    backend.record(project, held.stack.name, history_entry(what))


def save_together(
    changes: Sequence[tuple[Held, Snapshot, Sealer]], what: str, other: Mapping[Path, bytes] | None = None
) -> None:
    """Write the states of several stacks, and other files, as one: after a kill all of it is done, or nothing.

    Args:
        changes: each stack as it was, as it is to be, and what encrypts it from now on; written in this order.
        what: what is done, for people and the history.
        other: further files by absolute path.

    Raises:
        StateError: a state would be inconsistent, or cannot be written.
    """
    checkpoints: dict[str, Write] = {}
    for held, snapshot, sealer in changes:
        verify(snapshot)
        checkpoints[held.stack.name] = Write(held.before, encode(snapshot.to_json(sealer)))
    others = {path: Write(_digest(path), content) for path, content in (other or {}).items()}
    stack = changes[0][0].stack
    change = Change(what=what, checkpoints=checkpoints, files=others)
    redo_log.commit(stack.backend, stack.project.name, change, history_entry)


def history_entry(what: str) -> JsonObject:
    """What the history keeps of an edit; the official engine's word for it is `import`."""
    moment = int(time.time())
    return {
        "kind": "import",
        "startTime": moment,
        "message": what,
        "environment": {"exec.kind": "strata"},
        "config": {},
        "version": 0,
        "result": "succeeded",
        "endTime": moment,
        "resourceChanges": {},
    }


def _opened(stack: Stack) -> Held:
    recorded = state.load(stack.backend, stack.project.name, stack.name, stack.crypter)
    snapshot, sealer = sealed_for(stack, recorded)
    if recorded.journalled:
        return Held(stack, snapshot, sealer, fold(stack, snapshot, sealer))
    files.remove(stack.backend.journal_path(stack.project.name, stack.name))  # one that has done its work
    return Held(stack, snapshot, sealer, recorded.checkpoint)


def _digest(path: Path) -> str:
    try:
        return digest(path.read_bytes() if path.exists() else None)
    except OSError as error:
        raise StateError(f"{path}: cannot read: {error.strerror}") from error
