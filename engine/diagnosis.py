"""What is wrong with a stack after a crash, and what mends it: each finding says what was found and what would be done.

Stage by stage, since one thing hides another: who holds the stack, changes of several stacks, half-written files, the
checkpoint, the journal. What only providers know is asked by `Operation.RECOVER`.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from engine import editing, files, lock, redo_log
from engine.checkpoint_repair import checkpoint_findings
from engine.editing import Notify
from engine.errors import StateError
from engine.finding import Finding, Stage
from engine.journal_repair import journal_findings
from engine.project import Stack


def stages_of(stack: Stack, notify: Notify, *, release: str = "") -> list[Stage]:
    """The stages that need nothing but the stack's files.

    Args:
        stack: the stack.
        notify: told what a person should know, such as a stale lock that was taken over.
        release: the holder whose lock is to be released although nobody here can know whether it has ended.
    """
    return [
        lambda: _locks(stack, release),
        lambda: _changes(stack, notify),
        lambda: _leftovers(stack, notify),
        lambda: checkpoint_findings(stack, notify),
        lambda: journal_findings(stack, notify),
    ]


def _locks(stack: Stack, release: str) -> Iterator[Finding]:
    for path in sorted(stack.backend.lock_folder(stack.project.name, stack.name).glob("*.json")):
        content = files.read(path)
        if content is None:  # released just now
            continue
        holder = lock.read(content)
        named = path.name if holder is None else f"{holder.username}@{holder.hostname}:{holder.pid}"
        whose = (
            f"{path.name}, which does not say whose it is" if holder is None else f"{holder}{_age(holder.timestamp)}"
        )
        if holder is not None and lock.is_stale(path, holder):
            yield Finding("lock", named, f"held by {whose}; that process has ended", "release it", _releasing(path))
        elif release == named:
            yield Finding("lock", named, f"held by {whose}; you say that it has ended", "release it", _releasing(path))
        elif holder is not None and holder.hostname == socket.gethostname():
            remedy = "wait until it ends; while it is at work nothing else is looked at"
            yield Finding("lock", named, f"held by {whose}, which is at work", remedy, final=True)
        else:
            remedy = f"once you are sure that it has ended: --apply --release-lock {named}"
            yield Finding("lock", named, f"held by {whose}; nobody here knows whether it lives", remedy, final=True)


def _age(timestamp: str) -> str:
    try:
        taken = datetime.fromisoformat(timestamp)
        seconds = int((datetime.now(UTC) - taken).total_seconds())
    except (TypeError, ValueError):
        return ""
    if seconds < 0:
        return ", in the future"
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f", {hours} h {minutes} min ago" if hours else f", {minutes} min {seconds % 60} s ago"


def _releasing(path: Path) -> Callable[[], str]:
    def release() -> str:
        files.remove(path)
        files.remove(path.with_name(f"{path.name}.attrs"))
        return "released"

    return release


def _changes(stack: Stack, notify: Notify) -> Iterator[Finding]:
    backend, project = stack.backend, stack.project.name

    def finish() -> str:
        redo_log.finish(backend, project, notify, editing.history_entry)
        return "finished"

    try:
        unfinished = redo_log.unfinished(backend, project)
    except StateError as error:
        yield Finding("change", project, str(error), "move that file away, and look at the stacks with `state verify`")
        return
    for path, change in unfinished:
        if stack.name in change.stacks:
            found = f"{change.what}: was cut off; some of its files may be written already"
            yield Finding("change", str(path), found, "write the rest of its files", finish)


def _leftovers(stack: Stack, notify: Notify) -> Iterator[Finding]:
    backend, project = stack.backend, stack.project
    left = [*backend.leftovers(project.name, stack.name), *_of_changes(stack)]

    def tidy() -> str:
        # Whoever writes such a file holds one of the project's stacks.
        with redo_log.hold(backend, project.name, [*backend.stacks(project.name), *project.stacks()], notify):
            for path in left:
                files.remove(path)
        return "deleted"

    if left:
        where = ", ".join(str(path) for path in left[:3]) + (" …" if len(left) > 3 else "")
        yield Finding("leftover", where, f"{len(left)} half-written files of a killed process", "delete them", tidy)


def _of_changes(stack: Stack) -> Iterator[Path]:
    """What a killed change of several files had begun to write; the one with the passphrase is best not left lying."""
    yield from redo_log.leftovers(stack.backend, stack.project.name)
    file = stack.project.stack_file(stack.name)
    yield from sorted(file.parent.glob(f".{file.name}.*.tmp"))
    yield from sorted(stack.backend.root.glob(".passphrase.*.tmp"))
