"""The journal's file: a checked line for each record, appended, made durable, read back after a crash.

The first line says which checkpoint the records follow. A journal whose last record names the present checkpoint has
done its work, and only waits to be deleted.
"""

from __future__ import annotations

import errno
import json
import os
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine import files
from engine.errors import StateError
from engine.resource import JsonObject

FORMAT: Final = 1
_sync = getattr(os, "fdatasync", os.fsync)


class JournalFile:
    """An append-only file of JSON lines, each behind the CRC-32 of its text. Many threads may use it."""

    def __init__(self, path: Path, *, follows: str, salt: str) -> None:
        """Start a journal.

        Args:
            path: where it lies; nothing may lie there yet.
            follows: the digest of the checkpoint that the records follow; empty if there is none.
            salt: what the records' secrets are encrypted with.

        Raises:
            StateError: the file exists, or cannot be written.
        """
        self.path = path
        self._appending = threading.Lock()
        self._syncing = threading.Lock()
        self._written = 0
        self._synced = 0
        self._size = 0
        try:
            files.make_folder(path.parent)
            self._descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
            files.sync_folder(path.parent)
        except OSError as error:
            raise StateError(f"{path}: cannot start the journal: {error.strerror}") from error
        self.append({"journal": FORMAT, "follows": follows, "salt": salt})

    def append(self, record: JsonObject) -> int:
        """Write a record, so that a killed process no longer loses it.

        Returns:
            Its position, to be given to `sync`.

        Raises:
            StateError: it cannot be written, as when the disk is full.
        """
        line = encode(record)
        with self._appending:
            try:
                if os.write(self._descriptor, line) < len(line):
                    # The next record must not follow on half of this one.
                    os.ftruncate(self._descriptor, self._size)
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except OSError as error:
                raise StateError(f"{self.path}: cannot record a step: {error.strerror}") from error
            self._size += len(line)
            self._written += 1
            return self._written

    def sync(self, position: int) -> None:
        """Make every record up to a position survive a power failure. Threads that wait together share one sync."""
        with self._syncing:
            if self._synced < position:
                written = self._written
                _sync(self._descriptor)
                self._synced = written

    def finish(self, checkpoint: str) -> None:
        """Note the digest of the checkpoint that is about to hold everything that this journal holds."""
        self.sync(self.append({"compacted": checkpoint}))

    def close(self) -> None:
        """Close the file; it stays where it is."""
        os.close(self._descriptor)


@dataclass(frozen=True, slots=True)
class JournalRecords:
    """What was read from a journal.

    Attributes:
        follows: the digest of the checkpoint that the records follow; empty if there was none.
        salt: what the records' secrets are encrypted with.
        steps: the records, in order.
        compacted: the digests of the checkpoints that already hold every record.
    """

    follows: str
    salt: str
    steps: list[JsonObject]
    compacted: frozenset[str]


def read(path: Path) -> JournalRecords | None:
    """Read a journal; None if there is none, or its first line was never finished.

    A torn end, as a crash leaves it, is left out: what it was to say had not happened yet, or is known to be pending.

    Raises:
        StateError: the journal is damaged elsewhere than at its end, or of an unknown format.
    """
    content = files.read(path)
    if content is None:
        return None
    lines = content.split(b"\n")
    records = [decode(line) for line in lines]
    whole = next((index for index, record in enumerate(records) if record is None), len(records))
    if any(record is not None for record in records[whole:]):
        raise StateError(
            f"{path}: line {whole + 1} is damaged, with sound lines after it; restore the file from a backup"
        )
    sound = [record for record in records if record is not None]
    if not sound:
        return None
    header, *rest = sound
    if header.get("journal") != FORMAT:
        raise StateError(f"{path}: unknown journal format {header.get('journal')!r}; expected {FORMAT}")
    return JournalRecords(
        follows=header["follows"],
        salt=header["salt"],
        steps=[record for record in rest if "compacted" not in record],
        compacted=frozenset(record["compacted"] for record in rest if "compacted" in record),
    )


def encode(record: JsonObject) -> bytes:
    """A record as a line of the file."""
    text = json.dumps(record, separators=(",", ":")).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def decode(line: bytes) -> JsonObject | None:
    """The record in a line, without its end; None if the line is torn or damaged."""
    check, _, text = line.partition(b" ")
    if check != b"%08x" % zlib.crc32(text) or not text:
        return None
    record: Any = json.loads(text)
    return record if isinstance(record, dict) else None
