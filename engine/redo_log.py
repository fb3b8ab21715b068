"""Several files changed as one: a move writes two checkpoints, a new passphrase writes stack files, too.

A redo log, as databases keep it: first one file that holds every new content, then the contents in their places, then
that file is deleted. Whoever finds it left behind by a killed process writes the rest. Until it lies there whole,
nothing has happened; from then on, everything will.
"""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine import files
from engine.backend import FileBackend, digest
from engine.errors import StateError
from engine.resource import JsonObject

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Write:
    """A file's content before and after; `before` is a digest, empty if there was no file."""

    before: str
    after: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to happen together.

    Attributes:
        what: for people, such as `state move: 3 resources from dev to prod`; goes into the history.
        stacks: every stack that it concerns, whether or not it has a checkpoint.
        checkpoints: by stack, in the order of writing.
        files: other files by their absolute path; written after the checkpoints, with the mode they have.
    """

    what: str
    stacks: Sequence[str]
    checkpoints: Mapping[str, Write]
    files: Mapping[Path, Write]


def commit(backend: FileBackend, project: str, change: Change, record: Callable[[str], JsonObject]) -> None:
    """Carry a change out. The caller holds the lock of every stack in it.

    Args:
        backend: where the stacks are kept.
        project: the project's name.
        change: what is to be written.
        record: the entry for the history of each stack, of what was done.

    Raises:
        StateError: a file cannot be written. If some are, the change is finished by the next `finish`.
    """
    log = _folder(backend, project) / f"{uuid.uuid4()}.json"
    files.write(log, _encode(change))
    _redo(backend, project, log, change, record)


def unfinished(backend: FileBackend, project: str) -> list[tuple[Path, Change]]:
    """The changes that killed processes have left half done, and where they are noted.

    Raises:
        StateError: a note cannot be read.
    """
    found = ((path, _read(path)) for path in sorted(_folder(backend, project).glob("*.json")))
    return [(path, change) for path, change in found if change is not None]


def finish(
    backend: FileBackend,
    project: str,
    notify: Callable[[str], None],
    record: Callable[[str], JsonObject],
) -> None:
    """Finish every change that was cut off.

    Args:
        backend: where the stacks are kept.
        project: the project's name.
        notify: told what was finished.
        record: as for `commit`.

    Raises:
        StackLocked: another operation works on one of its stacks.
        StateError: a file was changed by somebody else since, or cannot be written.
    """
    for path, noted in unfinished(backend, project):
        with hold(backend, project, noted.stacks, notify):
            change = _read(path)
            if change is not None:  # nobody else was faster
                _redo(backend, project, path, change, record)
                notify(f"{change.what}: was cut off, and is finished now")


def refuse_unfinished(backend: FileBackend, project: str, stack: str) -> None:
    """Raises StateError if a change of the stack was cut off: what is on record of it may not be whole."""
    for path, change in unfinished(backend, project):
        if stack in change.stacks:
            raise StateError(f"{change.what}: was cut off; `strata recover {stack} --sandbox` finishes it ({path})")


def leftovers(backend: FileBackend, project: str) -> list[Path]:
    """Logs that a process, killed or at work, has begun to write; until one is whole, nothing has happened."""
    return sorted(_folder(backend, project).glob(".*.tmp"))


@contextlib.contextmanager
def hold(backend: FileBackend, project: str, stacks: Sequence[str], notify: Callable[[str], None]) -> Iterator[None]:
    """Hold the locks of several stacks, taken in one order by everybody."""
    with contextlib.ExitStack() as locks:
        for stack in sorted(set(stacks)):
            locks.enter_context(backend.lock(project, stack, notify))
        yield


def _redo(backend: FileBackend, project: str, log: Path, change: Change, record: Callable[[str], JsonObject]) -> None:
    for stack, write in change.checkpoints.items():
        path = backend.checkpoint_path(project, stack)
        if _outstanding(path, write, change):
            backend.save(project, stack, write.after)
    for path, write in change.files.items():
        if _outstanding(path, write, change):
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
            files.write(path, write.after)
            path.chmod(mode)
    for stack in change.checkpoints:
        backend.record(project, stack, record(change.what))
    files.remove(log)


def _outstanding(path: Path, write: Write, change: Change) -> bool:
    """Whether a file still has to be written."""
    present = digest(files.read(path))
    if present not in (write.before, digest(write.after)):
        raise StateError(
            f"{path}: was changed by somebody else while this was cut off: {change.what}. Restore the file as it was "
            f"before or after, or give the change up with `strata recover`"
        )
    return present == write.before


def _folder(backend: FileBackend, project: str) -> Path:
    return backend.root / ".pulumi" / "redo" / project


def _encode(change: Change) -> bytes:
    def text(write: Write) -> JsonObject:
        return {"before": write.before, "after": write.after.decode()}

    return json.dumps(
        {
            "redo": FORMAT,
            "what": change.what,
            "stacks": list(change.stacks),
            "checkpoints": {stack: text(write) for stack, write in change.checkpoints.items()},
            "files": {str(path): text(write) for path, write in change.files.items()},
        }
    ).encode()


def _read(path: Path) -> Change | None:
    content = files.read(path)
    if content is None:
        return None

    def write(record: Any) -> Write:
        return Write(str(record["before"]), record["after"].encode())

    try:
        record = json.loads(content)
        if record["redo"] != FORMAT:
            raise StateError(f"{path}: unknown format {record['redo']!r}; expected {FORMAT}")
        return Change(
            what=str(record["what"]),
            stacks=[str(stack) for stack in record["stacks"]],
            checkpoints={stack: write(one) for stack, one in record["checkpoints"].items()},
            files={Path(name): write(one) for name, one in record["files"].items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StateError(f"{path}: is not a note of a change: {error!r}") from error
