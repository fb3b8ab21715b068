"""The state of a stack as it is kept: the checkpoint, and the journal that an operation has left or is writing."""

from __future__ import annotations

import json
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
        StateError: the state is damaged, inconsistent, or of a kind that we do not know.
        PassphraseError: it holds secrets, and there is no passphrase that opens them.
    """
    path = backend.journal_path(project, stack)
    for _ in range(_READS_MAX):
        records = journal_file.read(path)
        content = backend.read(project, stack)
        present = digest(content)
        if records is None or present in records.compacted:
            return _read(backend, project, stack, content, None, crypter)
        if records.follows == present:
            return _read(backend, project, stack, content, records, crypter)
        # An operation may have ended between the two reads: its journal is then gone, or says so, the next time.
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
        document = None if content is None else json.loads(content)
        salt = salt_of(document) if document is not None else ""
        sealer = Sealer(lambda: crypter(salt)) if salt else Sealer(None)
        snapshot = Snapshot(stack=f"{ORGANIZATION}/{project}/{stack}")
        if document is not None:
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
