"""The state of a stack as it is kept: the checkpoint, and the journal that an operation has left or is writing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine import journal_file
from engine.backend import ORGANIZATION, FileBackend, digest
from engine.errors import StateError
from engine.integrity import verify
from engine.ledger import replay
from engine.secrets import Crypter, Sealer
from engine.snapshot import Snapshot, salt_of

_READS_MAX: Final = 5
_PAUSE_S: Final = 0.01
"""Before the second read; each later pause is longer by as much."""


@dataclass(frozen=True, slots=True)
class RecordedState:
    """What was read.

    Attributes:
        snapshot: the checkpoint with the journal's records applied.
        sealer: knows the ciphertexts of what was read.
        checkpoint: the digest of the checkpoint file; empty if there is none.
        journalled: whether a journal holds what the checkpoint does not.
    """

    snapshot: Snapshot
    sealer: Sealer
    checkpoint: str
    journalled: bool


def load(backend: FileBackend, project: str, stack: str, crypter: Callable[[str], Crypter]) -> RecordedState:
    """Read a stack's state, changing nothing. A stack that was never brought up is empty.

    Args:
        backend: where it is kept.
        project: the project's name.
        stack: the stack's name.
        crypter: opens the secrets under a salt; called only if there are any.

    Raises:
        ChecksumMismatch: the checkpoint is not the one that was saved.
        StateError: the state is damaged otherwise, inconsistent, or of a kind that we do not know.
        PassphraseError: it holds secrets, and there is no passphrase that opens them.
    """
    path = backend.journal_path(project, stack)
    for attempt in range(_READS_MAX):
        time.sleep(attempt * _PAUSE_S)
        records = journal_file.read(path)
        content = backend.read(project, stack)
        present = digest(content)
        if records is not None and present in records.compacted:
            return _read(backend, project, stack, content, None, crypter)
        if records is not None and records.follows == present:
            return _read(backend, project, stack, content, records, crypter)
        # An operation may end between the two reads, or write the checkpoint meanwhile: then all fits the next time.
        if (intact := backend.is_intact(project, stack, content)) and records is None:
            return _read(backend, project, stack, content, None, crypter)
    if not intact:
        raise backend.mismatch(project, stack)
    raise StateError(
        f"{path}: records steps that follow another checkpoint than {backend.checkpoint_path(project, stack)}: "
        f"an operation was killed, and another engine wrote the checkpoint since. The journal holds what that "
        f"operation changed. Restore the checkpoint from its backup to keep it, or move the journal away to lose it"
    )


def _read(
    backend: FileBackend,
    project: str,
    stack: str,
    content: bytes | None,
    records: journal_file.JournalRecords | None,
    crypter: Callable[[str], Crypter],
) -> RecordedState:
    path = backend.checkpoint_path(project, stack)
    try:
        salt, sealer = "", Sealer(None)
        snapshot = Snapshot(stack=f"{ORGANIZATION}/{project}/{stack}")
        if content is not None:
            document = json.loads(content, parse_constant=_refuse_constant)
            salt = salt_of(document)
            sealer = Sealer(lambda: crypter(salt)) if salt else sealer
            snapshot = Snapshot.from_json(document, sealer)
        if records is not None:
            if records.salt and records.salt != salt:
                sealer = Sealer(lambda: crypter(records.salt))
                snapshot.salt = records.salt
            snapshot = replay(snapshot, records.steps, sealer)
        verify(snapshot)
    except (StateError, ValueError, RecursionError) as error:
        raise StateError(f"{path}: {error}; the checkpoint before it is {path.name}.bak, beside it") from error
    return RecordedState(snapshot, sealer, digest(content), journalled=records is not None)


def _refuse_constant(name: str) -> None:
    raise StateError(f"the checkpoint is not JSON: it holds {name}")
