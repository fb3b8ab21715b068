"""Writing a new project: all of it or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from scaffold.errors import ProjectError
from scaffold.files import Files

MAY_BE_THERE: Final = {".git"}
"""What a folder may hold and still count as empty: that of a repository in which nothing is yet."""


def require_empty(folder: Path) -> None:
    """See that a project can be made in a folder.

    Raises:
        ProjectError: there is something else, or something in it.
    """
    if folder.is_symlink() and not folder.exists():
        raise ProjectError(f"{folder}: is a link that leads nowhere")
    if folder.exists() and not folder.is_dir():
        raise ProjectError(f"{folder}: is there already, and is no folder")
    found = sorted(path.name for path in folder.iterdir() if path.name not in MAY_BE_THERE) if folder.exists() else []
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise ProjectError(f"{folder}: is not empty, it has {', '.join(found[:3])}{more}; name another folder")


def write(folder: Path, files: Files) -> None:
    """Make a project in a folder that is empty, or is not there yet.

    Everything is written beside it first: who stops it finds no project, or a whole one.

    Raises:
        ProjectError: the folder is not empty, or cannot be written.
    """
    require_empty(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _scratch(folder) as scratch:
            for path, content in files.items():
                place = scratch / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
            if folder.exists():
                _move_into(scratch, folder)
            else:
                scratch.rename(folder)
    except OSError as error:
        raise ProjectError(f"{folder}: cannot be written: {error.strerror}") from error


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, with the permissions of a new one; gone afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".tmp", dir=folder.parent))
    try:
        mask = os.umask(0)
        os.umask(mask)
        scratch.chmod(0o777 & ~mask)
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _move_into(scratch: Path, folder: Path) -> None:
    """Move everything into a folder that somebody may stand in; what was moved is taken back if it is cut off."""
    moved: list[Path] = []
    try:
        for path in sorted(scratch.iterdir()):
            moved.append(folder / path.name)
            path.rename(folder / path.name)
    except BaseException:
        for path in moved:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        raise
