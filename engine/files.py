"""Writing files that hold state: private, whole or not at all, and durable."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path

from engine.errors import StateError


def write(path: Path, content: bytes) -> None:
    """Put a file in its place at once, readable by its owner only. A crash leaves the old file or the new one.

    A link stays a link: what it leads to is replaced.

    Raises:
        StateError: the file cannot be written.
    """
    try:
        make_folder(path.parent)
    except OSError as error:
        raise StateError(f"{path.parent}: cannot make the folder: {error.strerror}") from error
    place = Path(os.path.realpath(path)) if path.is_symlink() else path
    scratch = place.with_name(f".{place.name}.{uuid.uuid4()}.tmp")
    try:
        descriptor = os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            write_all(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        scratch.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        with suppress(OSError):
            scratch.unlink()
        raise StateError(f"{path}: cannot write: {error.strerror}") from error


def write_all(descriptor: int, content: bytes) -> None:
    """Write everything, in as many pieces as the system likes.

    Raises:
        OSError: the rest cannot be written.
    """
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def make_folder(path: Path) -> None:
    """Make a folder and those above it, open to their owner only."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def sync_folder(path: Path) -> None:
    """Make the names in a folder survive a power failure."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> bytes | None:
    """A file's content; None if there is no such file.

    Raises:
        StateError: the file cannot be read, or lies behind a link that leads nowhere.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if (link := _dangling(path)) is not None:
            # What is kept elsewhere, as on a disk that is not mounted, is not the same as what never was.
            raise StateError(f"{path}: cannot read: {link} is a link to {link.readlink()}, which is missing") from None
        return None
    except OSError as error:
        raise StateError(f"{path}: cannot read: {error.strerror}") from error


def remove(path: Path) -> None:
    """Delete a file; that it is gone already is fine.

    Raises:
        StateError: it cannot be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StateError(f"{path}: cannot delete: {error.strerror}") from error


def _dangling(path: Path) -> Path | None:
    """The link that leads nowhere, among a missing path and the folders above it."""
    for place in (path, *path.parents):
        if place.exists():
            return None
        if place.is_symlink():
            return place
    return None
