"""The lock on a stack: one operation at a time, whichever engine runs it.

Format and protocol are the official file backend's: a file per holder in the stack's lock folder, which must hold no
other. A lock whose process has ended on this host is stale, and is taken over.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine import files
from engine.errors import StackLocked
from engine.resource import now


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: what its file says."""

    pid: int
    username: str
    hostname: str
    timestamp: str

    def __str__(self) -> str:
        return f"process {self.pid} of {self.username} on {self.hostname}, since {self.timestamp}"


@contextlib.contextmanager
def hold(folder: Path, stack: str, notify: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock on a stack.

    Args:
        folder: the stack's lock folder.
        stack: its name, for messages.
        notify: told of every stale lock that is taken over.

    Raises:
        StackLocked: another operation works on the stack.
    """
    mine = folder / f"{uuid.uuid4()}.json"
    _refuse_if_held(folder, mine, stack, notify)
    files.write(mine, _content())
    try:
        # Whoever came at the same moment sees our file as we see theirs, and both step back.
        _refuse_if_held(folder, mine, stack, notify)
        yield
    finally:
        mine.unlink(missing_ok=True)


def _refuse_if_held(folder: Path, mine: Path, stack: str, notify: Callable[[str], None]) -> None:
    for path in sorted(folder.glob("*.json")):
        if path == mine:
            continue
        content = files.read(path)
        if content is None:  # released just now
            continue
        holder = _holder(content)
        if holder is None:
            raise StackLocked(f"stack {stack} is locked, but {path} does not say by whom; {_advice(path)}")
        if not _is_stale(holder):
            raise StackLocked(
                f"stack {stack} is locked by {holder}; wait until it ends. If it has ended, {_advice(path)}"
            )
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.attrs").unlink(missing_ok=True)
        notify(f"stack {stack} was locked by {holder}; that process has ended, so its lock was taken over")


def _advice(path: Path) -> str:
    return f"make sure that no operation runs on the stack and delete {path}"


def _content() -> bytes:
    try:
        username = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        username = str(os.getuid())
    holder = {"pid": os.getpid(), "username": username, "hostname": socket.gethostname(), "timestamp": now()}
    return json.dumps(holder, separators=(",", ":")).encode()


def _holder(content: bytes) -> Holder | None:
    try:
        record = json.loads(content)
        return Holder(int(record["pid"]), str(record["username"]), str(record["hostname"]), str(record["timestamp"]))
    except (KeyError, TypeError, ValueError):
        return None


def _is_stale(holder: Holder) -> bool:
    """Whether the holder ran on this host and has ended; a lock of another host is never known to be stale."""
    if holder.hostname != socket.gethostname():
        return False
    try:
        os.kill(holder.pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass
    return _started_after(holder.pid, holder.timestamp)


def _started_after(pid: int, timestamp: str) -> bool:
    """Whether the process with that id is a later one, which got the number of one that has ended. Linux only."""
    try:
        taken = datetime.fromisoformat(timestamp).timestamp()
        boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime "))
        # After the name in parentheses; the start time in clock ticks since boot is field 22 of the whole line.
        ticks = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except (OSError, StopIteration, ValueError, IndexError):
        return False
    # Both clocks are rounded to a second; a process cannot take a lock before it starts.
    return int(boot.split()[1]) + ticks / os.sysconf("SC_CLK_TCK") > taken + 2
