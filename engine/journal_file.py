"""The journal's file: one checked line per record, appended and made durable."""

from __future__ import annotations

import json
import os
import threading
import zlib
from pathlib import Path

from engine.resource import JsonObject


class JournalFile:
    """An append-only file of JSON lines, each behind the CRC-32 of its text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        self._lock = threading.Lock()
        self._written = 0
        self._synced = 0

    def append(self, record: JsonObject) -> int:
        """Write a record; a killed process no longer loses it. Returns its position, for `sync`."""
        text = json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()
        os.write(self._descriptor, b"%08x %s\n" % (zlib.crc32(text), text))
        self._written += 1
        return self._written

    def sync(self, position: int) -> None:
        """Make every record up to a position survive a power failure. Threads that wait together share one sync."""
        with self._lock:
            if self._synced < position:
                written = self._written
                os.fdatasync(self._descriptor)
                self._synced = written

    def close(self) -> None:
        os.close(self._descriptor)
