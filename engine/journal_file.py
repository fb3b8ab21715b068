"""The journal's file: a checked line for each record, appended, made durable, read back after a crash.

The first line says which checkpoint the records follow. A journal whose last record names the present checkpoint has
done its work, and only waits to be deleted.

What a crash leaves is the beginning of a line at the end, without its line end, or zeros in its place: that was never
durable, and is left out. Whatever else is not as it was written is damage, and said.
"""

from __future__ import annotations

import errno
import json
import os
import threading
import zlib
from contextlib import suppress
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
        self._torn = False
        self._failure: OSError | None = None
        try:
            files.make_folder(path.parent)
            self._descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
        except OSError as error:
            raise StateError(f"{path}: cannot start the journal: {error.strerror}") from error
        try:
            files.sync_folder(path.parent)
            self.append({"journal": FORMAT, "follows": follows, "salt": salt})
        except OSError as error:
            self.close()
            raise StateError(f"{path}: cannot start the journal: {error.strerror}") from error
        except StateError:
            self.close()
            raise

    def append(self, record: JsonObject) -> int:
        """Write a record, so that a killed process no longer loses it.

        Returns:
            Its position, to be given to `sync`.

        Raises:
            StateError: it cannot be written, as when the disk is full; the journal is as it was.
        """
        line = encode(record)
        with self._appending:
            try:
                self._mend()
                self._torn = True
                if os.write(self._descriptor, line) < len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except OSError as error:
                with suppress(OSError):
                    self._mend()
                raise StateError(f"{self.path}: cannot record a step: {error.strerror}") from error
            self._torn = False
            self._size += len(line)
            self._written += 1
            return self._written

    def _mend(self) -> None:
        """Take away half a record, which the next one must not follow on."""
        if self._torn:
            os.ftruncate(self._descriptor, self._size)
            self._torn = False

    def sync(self, position: int) -> None:
        """Make every record up to a position survive a power failure. Threads that wait together share one sync.

        Raises:
            StateError: it cannot be made durable. Nor can any later one: after a failure the system may forget what
                it has not written, and say nothing of it the next time.
        """
        with self._syncing:
            if self._synced >= position:
                return
            written = self._written
            try:
                if self._failure is not None:
                    raise self._failure
                _sync(self._descriptor)
            except OSError as error:
                self._failure = error
                raise StateError(f"{self.path}: cannot record a step durably: {error.strerror}") from error
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
    *lines, end = content.split(b"\n")
    records = []
    for number, line in enumerate(lines, start=1):
        record = decode(line)
        if record is None:
            raise StateError(f"{path}: line {number} is damaged; {_advice(path)}")
        records.append(record)
    last = decode(end)
    if last is not None:
        records.append(last)
    elif decode(end[:-1]) is not None:
        raise StateError(f"{path}: line {len(lines) + 1} is damaged at its end; {_advice(path)}")
    return _interpret(path, records) if records else None


def vouch(path: Path, checkpoint: str) -> None:
    """Note in a journal that a killed operation left the digest of the checkpoint that is about to hold what it holds.

    Raises:
        StateError: it cannot be written.
    """
    content = files.read(path) or b""
    whole, end_of_line, torn = content.rpartition(b"\n")
    last = torn + b"\n" if decode(torn) is not None else b""
    files.write(path, whole + end_of_line + last + encode({"compacted": checkpoint}))


def _advice(path: Path) -> str:
    return f"`strata recover {path.stem} --sandbox` tells what can be done"


def _interpret(path: Path, records: list[JsonObject]) -> JournalRecords:
    header, *rest = records
    if header.get("journal") != FORMAT:
        raise StateError(f"{path}: unknown journal format {header.get('journal')!r}; expected {FORMAT}")
    follows, salt = header.get("follows"), header.get("salt")
    compacted = [record["compacted"] for record in rest if "compacted" in record]
    if not all(isinstance(text, str) for text in (follows, salt, *compacted)):
        raise StateError(f"{path}: does not say which checkpoint it follows, under which salt, in the form expected")
    return JournalRecords(
        follows=str(follows),
        salt=str(salt),
        steps=[record for record in rest if "compacted" not in record],
        compacted=frozenset(compacted),
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
    try:
        record: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None
