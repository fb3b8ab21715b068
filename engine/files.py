"""Writing files that hold state: private, whole or not at all, and durable."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from engine.errors import StateError


def write(path: Path, content: bytes) -> None:
    """Put a file in its place at once, readable by its owner only. A crash leaves the old file or the new one.

    Raises:
        StateError: the file cannot be written.
    """
    scratch = path.with_name(f".{path.name}.{uuid.uuid4()}.tmp")
    try:
        make_folder(path.parent)
    except OSError as error:
        raise StateError(f"{path.parent}: cannot make the folder: {error.strerror}") from error
    try:
        with os.fdopen(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise StateError(f"{path}: cannot write: {error.strerror}") from error


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
        StateError: the file cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StateError(f"{path}: cannot read: {error.strerror}") from error
