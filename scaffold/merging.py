"""What an update makes of each file: what the template has changed goes into what its owner has made of it."""

from __future__ import annotations

import difflib
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from scaffold.errors import ProjectError, ToolError
from scaffold.files import Files

TIMEOUT_S: Final = 30
CONFLICTS_MAX: Final = 127
"""`git merge-file` ends with the number of conflicts, at most this; above it is an error."""


class Fate(StrEnum):
    """What becomes of a file."""

    ADDED = "added"
    """New in the template."""
    UPDATED = "updated"
    """As its owner has left it, so that the template's new text takes its place."""
    MERGED = "merged"
    """Changed by both, in different places."""
    CONFLICT = "conflict"
    """Changed by both in the same place: both texts stand there, between marks."""
    REMOVED = "removed"
    """No longer in the template, and as its owner has left it."""
    KEPT = "kept"
    """Its owner's: changed and no longer in the template, or deleted and changed in the template, or no text."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one file.

    Attributes:
        path: below the project.
        fate: what becomes of it.
        before: its content; None if it is not there.
        after: its content afterwards; None if it is gone.
    """

    path: Path
    fate: Fate
    before: bytes | None
    after: bytes | None

    @property
    def diff(self) -> str:
        """The difference, in the unified format; empty if the file stays as it is."""
        old, new = (_lines(content) for content in (self.before, self.after))
        return "".join(difflib.unified_diff(old, new, f"a/{self.path}", f"b/{self.path}"))


def compare(root: Path, base: Files, new: Files) -> list[Change]:
    """What becomes of every file that is concerned.

    Args:
        root: the project's folder.
        base: the files as they were rendered last.
        new: the files as they are rendered now.

    Raises:
        ProjectError: a file is a folder, or lies behind a link that leads out of the project.
        ToolError: git is missing, or fails.
    """
    return [change for path in sorted({*base, *new}) for change in _fate(root, path, base.get(path), new.get(path))]


def _fate(root: Path, path: Path, base: bytes | None, new: bytes | None) -> Iterator[Change]:
    if base == new:
        return
    own = _read(root, path)
    if own == new:
        return
    if new is None:
        yield Change(path, Fate.REMOVED, own, None) if own == base else Change(path, Fate.KEPT, own, own)
    elif own is None:
        yield Change(path, Fate.ADDED, None, new) if base is None else Change(path, Fate.KEPT, None, None)
    elif own == base:
        yield Change(path, Fate.UPDATED, own, new)
    elif any(b"\0" in text for text in (own, base or b"", new)):
        yield Change(path, Fate.KEPT, own, own)
    else:
        merged, conflicts = merge(own, base or b"", new)
        yield Change(path, Fate.CONFLICT if conflicts else Fate.MERGED, own, merged)


def merge(own: bytes, base: bytes, new: bytes) -> tuple[bytes, int]:
    """Both changes of a text, and how many conflicts are marked in it.

    Raises:
        ToolError: git is missing, or fails, or there is no room for its files.
    """
    texts = {"yours": own, "before": base, "template": new}
    labels = [word for name in texts for word in ("-L", name)]
    try:
        with tempfile.TemporaryDirectory(prefix="strata-merge-") as scratch:
            for name, content in texts.items():
                Path(scratch, name).write_bytes(content)
            done = run_git(Path(scratch), "merge-file", "-p", *labels, *texts)
    except OSError as error:
        raise ToolError(f"cannot merge: {error.strerror}") from error
    if done.returncode < 0 or done.returncode > CONFLICTS_MAX:
        raise ToolError(f"git cannot merge: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout, done.returncode


def run_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder.

    Raises:
        ToolError: git is missing, or does not end.
    """
    command = ["git", *arguments]
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=TIMEOUT_S)  # noqa: S603
    except FileNotFoundError as error:
        raise ToolError("git is missing, which merges the changes; install it") from error
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"git does not end within {TIMEOUT_S} seconds") from error


def _read(root: Path, path: Path) -> bytes | None:
    place = root / path
    if not place.resolve().is_relative_to(root.resolve()):
        raise ProjectError(f"{path}: lies behind a link that leads out of the project; put a file in its place")
    try:
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ProjectError(f"{path}: cannot be read: {error.strerror}") from error


def _lines(content: bytes | None) -> list[str]:
    lines = (content or b"").decode(errors="replace").splitlines(keepends=True)
    return [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
