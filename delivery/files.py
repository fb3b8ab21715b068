"""What writing a pipeline would change in a project, and the writing. Nothing of somebody else is lost unasked."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """How a file that would be written compares with what is there."""

    NEW = "new"
    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Change:
    """A file that would be written.

    Attributes:
        place: within the project.
        kind: how it compares with what is there.
        content: what it would hold.
        diff: from what is there to that, as `diff -u` shows it; empty unless they differ.
    """

    place: str
    kind: Kind
    content: str
    diff: str = ""


def compare(root: Path, files: Mapping[str, str]) -> list[Change]:
    """What writing these files would change.

    Args:
        root: the project's folder.
        files: contents, by places in the project.

    Raises:
        OSError: something that is there cannot be read.
    """
    return [_compared(root / place, place, content) for place, content in files.items()]


def _compared(path: Path, place: str, content: str) -> Change:
    if not path.exists():
        return Change(place, Kind.NEW, content)
    there = path.read_bytes().decode(errors="replace")
    if there == content:
        return Change(place, Kind.SAME, content)
    lines = difflib.unified_diff(
        there.splitlines(keepends=True), content.splitlines(keepends=True), f"{place} (as it is)", place
    )
    return Change(place, Kind.DIFFERENT, content, "".join(lines))


def write(root: Path, changes: Iterable[Change]) -> None:
    """Write what is new or different. A kill leaves each file as it was or as it shall be, never half of it.

    Raises:
        OSError: one cannot be written; those before it are.
    """
    for change in changes:
        if change.kind is Kind.SAME:
            continue
        path = root / change.place
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(change.content)
            os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o644)  # noqa: PTH101
            os.replace(name, path)  # noqa: PTH105
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
