"""An operation's hold on a stack: its lock, its journal, and the checkpoint at the end."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from engine import files, redo_log, state
from engine.backend import digest
from engine.errors import StateError
from engine.integrity import verify
from engine.journal import Journal
from engine.journal_file import JournalFile, vouch
from engine.project import Stack
from engine.resource import JsonObject
from engine.secrets import Crypter, Sealer
from engine.snapshot import Snapshot, encode


@dataclass(slots=True)
class Update:
    """An operation under way.

    Attributes:
        snapshot: the state as the operation found it.
        journal: where it records its steps.
        succeeded: to be set when it has done all it set out to do; goes into the history.
        changes: count of resources by kind of step, for the history.
    """

    snapshot: Snapshot
    journal: Journal
    succeeded: bool = False
    changes: dict[str, int] = field(default_factory=dict)


@contextlib.contextmanager
def update(stack: Stack, kind: str, notify: Callable[[str], None], *, message: str = "") -> Iterator[Update]:
    """Hold a stack for an operation that changes it. On leaving, however, the state is saved and the lock released.

    Args:
        stack: the stack.
        kind: what the history calls the operation: `update`, `refresh` or `destroy`.
        notify: told what a person should know, such as a stale lock that was taken over.
        message: why this is done, for the history.

    Raises:
        StackLocked: another operation works on the stack.
        PassphraseError: the passphrase is missing where it is needed, or wrong.
        StateError: the state is damaged, or cannot be written.
    """
    backend, project = stack.backend, stack.project.name
    with backend.lock(project, stack.name, notify):
        redo_log.refuse_unfinished(backend, project, stack.name)
        started = int(time.time())
        recorded = state.load(backend, project, stack.name, stack.crypter)
        snapshot, sealer = sealed_for(stack, recorded)
        follows = recorded.checkpoint
        path = backend.journal_path(project, stack.name)
        if recorded.journalled:
            notify(f"an earlier operation on stack {stack.name} was killed; its journal tells what it had done")
            follows = fold(stack, snapshot, sealer)
        files.remove(path)
        backend.tidy(project, stack.name)
        file = JournalFile(path, follows=follows, salt=snapshot.salt)
        current = Update(snapshot, Journal(snapshot, sealer, file))
        try:
            yield current
        finally:
            _compact(stack, current.journal.snapshot(), sealer, file)
            _record(stack, _history_entry(stack, kind, started, current, message))


def sealed_for(stack: Stack, recorded: state.RecordedState) -> tuple[Snapshot, Sealer]:
    """The state under the salt it is to be written with: the stack file's, else its own, else a new one.

    The passphrase is proven here, before anything is changed.
    """
    snapshot, sealer = recorded.snapshot, recorded.sealer
    salt = stack.file.salt or snapshot.salt
    if not salt and stack.passphrase is not None:
        crypter = Crypter.create(stack.passphrase)
        snapshot.salt = crypter.salt
        return snapshot, Sealer(crypter)
    if salt and salt != snapshot.salt:
        snapshot.salt = salt
        return snapshot, Sealer(stack.crypter(salt))
    if salt:
        _ = sealer.crypter
    return snapshot, sealer


def fold(stack: Stack, snapshot: Snapshot, sealer: Sealer) -> str:
    """Turn the journal that a killed process left into the checkpoint, whose digest this returns.

    Killed at any moment, the next reader finds one of the two complete.
    """
    content = encode(snapshot.to_json(sealer))
    path = stack.backend.journal_path(stack.project.name, stack.name)
    vouch(path, digest(content))
    stack.backend.save(stack.project.name, stack.name, content)
    files.remove(path)
    return digest(content)


def _compact(stack: Stack, snapshot: Snapshot, sealer: Sealer, file: JournalFile) -> None:
    """Turn the journal into the checkpoint. Killed at any moment, the next reader finds one of the two complete."""
    content = encode(snapshot.to_json(sealer))
    try:
        file.finish(digest(content))
        stack.backend.save(stack.project.name, stack.name, content)
    except StateError as error:
        raise StateError(
            f"{error}. What was begun and done is in {file.path}; once the cause is mended, the next command goes on "
            "from there"
        ) from error
    finally:
        file.close()
    files.remove(file.path)
    verify(snapshot)


def _record(stack: Stack, entry: JsonObject) -> None:
    try:
        stack.backend.record(stack.project.name, stack.name, entry)
    except StateError as error:
        raise StateError(f"{error}. The state itself is saved; only the history lacks this operation") from error


def _history_entry(stack: Stack, kind: str, started: int, current: Update, message: str) -> JsonObject:
    """What the official engine records of an operation; its start and end in seconds since 1970."""
    changes = {op: count for op, count in sorted(current.changes.items()) if count}
    entry: JsonObject = {
        "kind": kind,
        "startTime": started,
        "message": message,
        "environment": {"exec.kind": "strata"},
        "config": stack.settings.recorded,
        "version": 0,
        "result": "succeeded" if current.succeeded else "failed",
        "endTime": max(started, int(time.time())),  # the clock may have been put back
    }
    return entry | ({"resourceChanges": changes} if changes else {})
