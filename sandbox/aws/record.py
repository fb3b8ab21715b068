"""What commands know of the background server: its record `aws.json`, and a lock that it holds while it lives."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

RECORD = "aws.json"
ALIVE = "aws.alive"
TAKE_OVER_S = 5.0
"""How long a new server waits for a forgotten one to notice and end."""


@dataclass(frozen=True)
class Record:
    """One server.

    Attributes:
        pid: its process id.
        port: the loopback port it listens on.
        identity: random, made at its start: another server on the same port, or a restarted one, has another.
        started: when it started, ISO 8601 in UTC.
    """

    pid: int
    port: int
    identity: str
    started: str

    @property
    def endpoint(self) -> str:
        """The URL to give to an AWS client."""
        return f"http://127.0.0.1:{self.port}"


def read(root: Path) -> Record | None:
    """The server recorded under `root`; None when none was ever started there, or its record is unreadable."""
    try:
        return Record(**json.loads((root / RECORD).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def write(root: Path, record: Record) -> None:
    """Replace the record at once, readable by its owner only."""
    new = root / f"{RECORD}.{record.pid}"
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(record), file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(root / RECORD)


@contextmanager
def alive(root: Path, identity: str) -> Iterator[None]:
    """Hold the sign of life of the server with this identity.

    The operating system drops the lock when the process ends, however it ends. So as long as the lock is held the
    server lives, and the process id in its record is its own and not a recycled one.

    Raises:
        TimeoutError: another server lives under `root`, and goes on living.
    """
    descriptor = os.open(root / ALIVE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor, time.monotonic() + TAKE_OVER_S)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, identity.encode())
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, deadline: float) -> None:
    """Take the lock; someone who only asks whether it is held may hold it for an instant."""
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError("another AWS server already lives in this sandbox") from None
            time.sleep(0.05)
        else:
            return


def living(root: Path) -> str | None:
    """The identity of the server that lives under `root`; None when there is none."""
    with suppress(FileNotFoundError), (root / ALIVE).open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read()
    return None
