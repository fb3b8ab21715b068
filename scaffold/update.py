"""Bringing a project up to a newer template: planned as a whole, then carried out in a way that can be cut off."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from scaffold.answers import Answers
from scaffold.errors import AnswerError, ProjectError
from scaffold.files import ANSWERS, BASE, KEPT, Files, kept
from scaffold.merging import Change, run_git

_PENDING: Final = KEPT / "pending"
"""What is still to be put in its place. It is there as a whole or not at all."""
_SCRATCH: Final = KEPT / "pending.tmp"
_WRITTEN, _DELETED = "files", "deleted"


@dataclass(frozen=True, slots=True)
class Record:
    """What a project was made from.

    Attributes:
        answers: the answers.
        base: the files as they were rendered.
    """

    answers: Answers
    base: Files


def read(root: Path) -> Record:
    """What a project was made from.

    Raises:
        ProjectError: it was not made by `strata new`, or its record is damaged.
    """
    file = root / ANSWERS
    if not file.is_file():
        raise ProjectError(f"{root}: has no {ANSWERS}, so `strata new` has not made it; nothing tells what to merge")
    try:
        document: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
        answers = Answers.read(document if isinstance(document, dict) else {})
    except (OSError, ValueError, yaml.YAMLError, AnswerError) as error:
        raise ProjectError(f"{ANSWERS}: is damaged; take it from the last commit: {error}") from error
    base = root / BASE
    files = {path.relative_to(base): path.read_bytes() for path in base.rglob("*") if path.is_file()}
    if not files:
        raise ProjectError(f"{BASE}: is empty, so nothing tells your changes from the template's; restore the folder")
    return Record(answers, files)


def require_committed(root: Path) -> None:
    """See that git could take an update back.

    Raises:
        ProjectError: the project is in no repository, or has changes that are not committed.
        ToolError: git is missing, or fails.
    """
    status = run_git(root, "status", "--porcelain", "--", ".")
    if status.returncode:
        raise ProjectError(
            f"{root}: is in no git repository, so the update could not be taken back; "
            "commit it to one first, or add --force"
        )
    changed = [line[3:] for line in status.stdout.decode(errors="replace").splitlines()]
    if changed:
        more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        raise ProjectError(
            f"{root}: has changes that are not committed: {', '.join(changed[:5])}{more}; "
            "commit them first, so that the update can be told from them, or add --force"
        )


def carry_out(root: Path, changes: Sequence[Change], answers: Answers, record: Record, new: Files) -> None:
    """Change the project, and take down what it is made from now.

    Whoever is cut off goes on with `finish`; before that nothing has changed, or everything is in `_PENDING`.

    Raises:
        ProjectError: something cannot be written.
    """
    changed = [change for change in changes if change.after != change.before]
    written = {change.path: change.after for change in changed if change.after is not None}
    deleted = [change.path for change in changed if change.after is None]
    deleted += [BASE / path for path in record.base if path not in new]
    scratch = root / _SCRATCH
    try:
        shutil.rmtree(scratch, ignore_errors=True)
        for path, content in (written | kept(answers, new)).items():
            place = scratch / _WRITTEN / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        (scratch / _DELETED).write_text("".join(f"{path}\n" for path in deleted), encoding="utf-8")
        scratch.rename(root / _PENDING)
    except OSError as error:
        raise ProjectError(f"{root}: cannot be written, nothing was changed: {error.strerror}") from error
    finish(root)


def finish(root: Path) -> bool:
    """Put in its place what an update that was cut off had still to; whether there was anything.

    Raises:
        ProjectError: something cannot be written.
    """
    pending = root / _PENDING
    if not pending.is_dir():
        return False
    try:
        written = pending / _WRITTEN
        for content in sorted(path for path in written.rglob("*") if path.is_file()):
            place = (root / content.relative_to(written)).resolve()
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                shutil.copymode(place, content)
            content.replace(place)
        for name in (pending / _DELETED).read_text(encoding="utf-8").splitlines():
            (root / name).unlink(missing_ok=True)
        # From here on it is done, whatever of the rest is left behind.
        shutil.rmtree(pending.rename(root / _SCRATCH))
    except OSError as error:
        raise ProjectError(f"{root}: cannot be written; the next update goes on from here: {error.strerror}") from error
    return True
