"""A checkpoint that is damaged, or was changed by hand: what is wrong with it, and which sound one takes its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from engine import editing, files, journal_file
from engine.backend import digest
from engine.deployment_file import compare
from engine.editing import Notify
from engine.errors import EngineError, PassphraseError, StateError
from engine.finding import Finding
from engine.integrity import verify
from engine.project import Stack
from engine.secrets import Sealer
from engine.snapshot import Snapshot, salt_of


def checkpoint_findings(stack: Stack, notify: Notify) -> Iterator[Finding]:
    """What is wrong with a stack's checkpoint; nothing, mostly."""
    backend, project = stack.backend, stack.project.name
    path = backend.checkpoint_path(project, stack.name)
    try:
        content = backend.read(project, stack.name)
        intact = backend.is_intact(project, stack.name, content)
        if content is None and intact:
            return
        present = sound(stack, content)
    except PassphraseError as error:
        yield Finding("checkpoint", str(path), str(error), "give the passphrase that opens it", final=True)
    except StateError as error:
        yield _damaged(stack, path, str(error), notify)
    else:
        if not intact:
            yield _changed_by_hand(stack, path, present, notify)


def sound(stack: Stack, content: bytes | None) -> Snapshot:
    """What a checkpoint says.

    Raises:
        StateError: it cannot be read, does not hold together, or holds secrets of another key.
        PassphraseError: its secrets do not open.
    """
    if content is None:
        raise StateError("the file is missing")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise StateError(f"is not JSON: {error}") from error
    salt = salt_of(document)
    snapshot = Snapshot.from_json(document, Sealer(lambda: stack.crypter(salt)) if salt else Sealer(None))
    verify(snapshot)
    return snapshot


def _changed_by_hand(stack: Stack, path: Path, present: Snapshot, notify: Notify) -> Finding:
    backend, project = stack.backend, stack.project.name

    def accept() -> str:
        with backend.lock(project, stack.name, notify):
            backend.accept(project, stack.name)
        return "accepted"

    found = "is sound, but was changed by hand or by another program since it was saved"
    before = _newest_sound(stack)
    if before is not None:
        difference = compare(before[1], present)
        found += (
            f"; against {before[0].name}: {len(difference.added)} resources more, {len(difference.removed)} less, "
            f"{len(difference.changed)} different"
        )
    return Finding("checkpoint", str(path), found, "accept it as it is", accept)


def _damaged(stack: Stack, path: Path, problem: str, notify: Notify) -> Finding:
    candidate = _newest_sound(stack)
    if candidate is None:
        remedy = f"none that is kept is sound either; import an export: strata state import {stack.name} --force"
        return Finding("checkpoint", str(path), problem, remedy, final=True)
    source, snapshot = candidate
    saved = datetime.fromtimestamp(source.stat().st_mtime, UTC).isoformat(timespec="seconds")
    remedy = f"put back {source.name}, saved {saved}, with {len(snapshot.resources)} resources; keep this one beside it"

    def put_back() -> str:
        backend, project = stack.backend, stack.project.name
        with backend.lock(project, stack.name, notify):
            content = files.read(source)
            if content is None:
                raise StateError(f"{source}: is gone")
            copy = editing.keep_copy(path, "damaged")
            backend.save(project, stack.name, content)
            backend.record(project, stack.name, editing.history_entry(f"recover: put back {source.name}"))
        kept = f"; the damaged one is kept as {copy.name}" if copy else ""
        return f"put back {source.name}, saved {saved}{kept}"

    return Finding("checkpoint", str(path), problem, remedy, put_back, final=True)


def _newest_sound(stack: Stack) -> tuple[Path, Snapshot] | None:
    """The checkpoint to go back to: the one that the journal follows, if there is one; else the newest sound one."""
    backend, project = stack.backend, stack.project.name
    try:
        records = journal_file.read(backend.journal_path(project, stack.name))
    except StateError:
        records = None
    fitting = {records.follows, *records.compacted} if records else set()
    kept = backend.backups(project, stack.name)
    for path in sorted(kept, key=lambda one: digest(files.read(one)) not in fitting):
        try:
            return path, sound(stack, files.read(path))
        except EngineError:
            continue
    return None
