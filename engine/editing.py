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


@contextlib.contextmanager
def hold_whatever_it_is(stack: Stack, notify: Notify) -> Iterator[tuple[Held, str]]:
    """Hold a stack whose state is to be replaced, be it readable or not.

    Yields:
        The stack; and why its state cannot be read, empty if it can. An unreadable one counts as empty, and a copy of
        it is kept beside it.
    """
    backend, project = stack.backend, stack.project.name
    with backend.lock(project, stack.name, notify):
        redo_log.refuse_unfinished(backend, project, stack.name)
        try:
            held, why = _opened(stack), ""
        except StateError as error:
            snapshot = Snapshot(stack=stack.full_name, salt=stack.file.salt)
            sealer = Sealer(lambda: stack.crypter(stack.file.salt)) if stack.file.salt else Sealer(None)
            held, why = Held(stack, snapshot, sealer, digest(backend.read(project, stack.name))), str(error)
        yield held, why


def keep_copy(path: Path, why: str) -> Path | None:
    """Keep a file beside itself before it is replaced; None if there is no such file.

    Args:
        path: the file.
        why: goes into the copy's name: `damaged`.
    """
    content = files.read(path)
    if content is None:
        return None
    copy = path.with_name(f"{path.name}.{why}-{time.time_ns()}")
    files.write(copy, content)
    return copy


def save(held: Held, snapshot: Snapshot, what: str, *, checked: bool = True) -> None:
    """Write a stack's new state.

    Args:
        held: the stack as it was.
        snapshot: its new state.
        what: what is done, for the history.
        checked: refuse a state that does not hold together.

    Raises:
        StateError: it would be inconsistent, or cannot be written; nothing was changed.
    """
    if checked:
        verify(snapshot)
    backend, project = held.stack.backend, held.stack.project.name
    backend.save(project, held.stack.name, encode(snapshot.to_json(held.sealer)))
    backend.record(project, held.stack.name, history_entry(what))


def replace_damaged(held: Held, snapshot: Snapshot, what: str) -> list[Path]:
    """Put a sound state in the place of one that cannot be read, of which the copies that this returns are kept.

    Raises:
        StateError: it cannot be written.
    """
    backend, project, stack = held.stack.backend, held.stack.project.name, held.stack.name
    journal = backend.journal_path(project, stack)
    copies = [keep_copy(path, "damaged") for path in (backend.checkpoint_path(project, stack), journal)]
    save(held, snapshot, what, checked=False)
    files.remove(journal)  # killed before, it follows another checkpoint, which the next reader says
    return [copy for copy in copies if copy is not None]


def save_together(
    changes: Sequence[tuple[Held, Snapshot, Sealer]], what: str, other: Mapping[Path, bytes] | None = None
) -> None:
    """Write the states of several stacks, and other files, as one: after a kill all of it is done, or nothing.

    Args:
        changes: each stack as it was, as it is to be, and what encrypts it from now on; written in this order. A stack
            that has no state and gets none is left without.
        what: what is done, for people and the history.
        other: further files by absolute path.

    Raises:
        StateError: a state would be inconsistent, or cannot be written.
    """
    checkpoints: dict[str, Write] = {}
    for held, snapshot, sealer in changes:
        verify(snapshot)
        if held.before or snapshot.resources:
            checkpoints[held.stack.name] = Write(held.before, encode(snapshot.to_json(sealer)))
    others = {path: Write(digest(files.read(path)), content) for path, content in (other or {}).items()}
    stacks = [held.stack.name for held, _, _ in changes]
    change = Change(what=what, stacks=stacks, checkpoints=checkpoints, files=others)
    stack = changes[0][0].stack
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
    }


def _opened(stack: Stack) -> Held:
    recorded = state.load(stack.backend, stack.project.name, stack.name, stack.crypter)
    snapshot, sealer = sealed_for(stack, recorded)
    if recorded.journalled:
        return Held(stack, snapshot, sealer, fold(stack, snapshot, sealer))
    files.remove(stack.backend.journal_path(stack.project.name, stack.name))  # one that has done its work
    return Held(stack, snapshot, sealer, recorded.checkpoint)
