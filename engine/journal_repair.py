"""A journal that a killed operation left behind: what it says happened, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from engine import editing, files, journal_file, state
from engine.backend import digest
from engine.editing import Notify
from engine.errors import EngineError, StateError
from engine.finding import Finding
from engine.project import Stack
from engine.resource import JsonObject


def journal_findings(stack: Stack, notify: Notify) -> Iterator[Finding]:
    """What is to be said of a stack's journal; nothing where no operation was cut off."""
    backend, project = stack.backend, stack.project.name
    path = backend.journal_path(project, stack.name)
    if not path.exists():
        return
    try:
        records = journal_file.read(path)
    except StateError as error:
        yield _damaged(stack, path, str(error), notify)
        return
    present = digest(files.read(backend.checkpoint_path(project, stack.name)))
    if records is None or present in records.compacted:
        found = "holds nothing that the checkpoint does not" if records else "was only begun: nothing had been done"
        yield Finding("journal", str(path), found, "delete it", _removing(stack, path, notify))
    elif records.follows == present:
        yield _left_behind(stack, path, records.steps, notify)
    else:
        yield Finding(
            "journal",
            str(path),
            "follows another checkpoint than the present one, which another engine, or a person, wrote since",
            f"decide: put that checkpoint back from its backup to keep what the journal holds, or give that up: "
            f"mv {path} {path}.given-up",
        )


def _left_behind(stack: Stack, path: Path, steps: list[JsonObject], notify: Notify) -> Finding:
    """A sound journal: the next operation would take it up, too."""

    def fold() -> str:
        with editing.hold([stack], notify) as (held,):
            return f"taken into the checkpoint, which has {len(held.snapshot.resources)} resources now"

    try:
        recorded = state.load(stack.backend, stack.project.name, stack.name, stack.crypter)
    except EngineError as error:
        return Finding("journal", str(path), f"cannot be taken into the checkpoint: {error}", "see the message")
    begun = len(recorded.snapshot.pending_operations)
    torn = (files.read(path) or b"").rpartition(b"\n")[2]
    found = f"an operation was killed after {len(steps)} records; {begun} of what it asked for has no answer on record"
    if torn:
        found += f"; its last line was cut off after {len(torn)} bytes: that had not happened yet"
    return Finding("journal", str(path), found, "take it into the checkpoint", fold)


def _damaged(stack: Stack, path: Path, problem: str, notify: Notify) -> Finding:
    """A journal with a line that is not as it was written: what stands before that line is still good."""
    good, bad = _split(files.read(path) or b"")
    recorded = files.read(stack.backend.checkpoint_path(stack.project.name, stack.name)) or b""
    about = sorted({urn for line in bad for urn in _subjects(journal_file.decode(line))})
    lost = [urn for urn in about if urn.encode() not in recorded]
    remedy = f"keep its first {len(good)} lines, which are sound, and a copy of the whole"
    if lost:
        remedy += "; what comes after them is lost; it was about these, which may exist: " + ", ".join(lost)

    def keep_what_is_sound() -> str:
        with stack.backend.lock(stack.project.name, stack.name, notify):
            copy = editing.keep_copy(path, "damaged")
            files.write(path, b"".join(line + b"\n" for line in good))
        with editing.hold([stack], notify):  # what is left goes into the checkpoint
            pass
        told = "; look at the provider for: " + ", ".join(lost) if lost else ""
        return (
            f"took {len(good)} sound lines into the checkpoint; the whole is kept as {copy and copy.name}; "
            f"`strata refresh {stack.name} --sandbox` compares all that is on record{told}"
        )

    return Finding("journal", str(path), problem, remedy, keep_what_is_sound)


def _removing(stack: Stack, path: Path, notify: Notify) -> Callable[[], str]:
    def remove() -> str:
        with stack.backend.lock(stack.project.name, stack.name, notify):
            files.remove(path)
        return "deleted"

    return remove


def _split(content: bytes) -> tuple[list[bytes], list[bytes]]:
    lines = content.split(b"\n")
    end = next((index for index, line in enumerate(lines) if journal_file.decode(line) is None), len(lines))
    return lines[:end], lines[end + 1 :]


def _subjects(record: JsonObject | None) -> Iterator[str]:
    """The URNs that a record is about."""
    for key in ("state", "new", "found"):
        if record and isinstance(record.get(key), dict) and record[key].get("urn"):
            yield str(record[key]["urn"])
