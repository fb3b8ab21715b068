"""Putting a new text in the place of a file: whole or not at all, and only of the text that was read."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from scaffold.errors import DocumentError


def replace(path: Path, before: bytes, after: bytes) -> None:
    """Replace a file's content. A crash leaves the old file or the new one; a link stays a link.

    Raises:
        DocumentError: it is no longer what was read, or cannot be written; it is left as it is.
    """
    place = path.resolve()
    scratch: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".tmp", dir=place.parent)
        scratch = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(place, scratch)
        if place.read_bytes() != before:
            raise DocumentError("has changed since it was read; nothing was written: run the same again")
        scratch.replace(place)
    except OSError as error:
        raise DocumentError(f"cannot be written: {error.strerror}") from error
    finally:
        if scratch is not None:
            with suppress(FileNotFoundError):
                scratch.unlink()
