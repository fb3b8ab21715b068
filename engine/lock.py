"""The lock on a stack: one operation at a time, whichever engine runs it.

Format and protocol are the official file backend's: a file per holder in the stack's lock folder, which must hold no
other. A lock whose process has ended on this host is stale, and is taken over.

Our own lock files are locked by the kernel too, for as long as the process lives: whoever can lock such a file knows
that its holder has ended, whatever the clock says, whoever has got the process id since, and in whichever container.
"""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import json
import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from engine import files
from engine.errors import StackLocked, StateError
from engine.resource import now

_PATIENCE_S: Final = 3.0
"""How long whoever goes first waits for those who came at the same moment to step back."""
_PAUSE_S: Final = 0.01


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: what its file says.

    Attributes:
        flocked: whether the kernel locks the file while the holder lives; never so with the official engine.
    """

    pid: int
    username: str
    hostname: str
    timestamp: str
    flocked: bool = False

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
        StateError: the lock cannot be written.
    """
    mine = folder / f"{uuid.uuid4()}.json"
    _refuse_if_held(folder, mine, stack, notify)
    descriptor = _write(mine)
    try:
        _settle(folder, mine, stack, notify)
        yield
    finally:
        try:
            files.remove(mine)
        except StateError as error:
            notify(f"the lock on stack {stack} could not be released, and is stale from now on: {error}")
        os.close(descriptor)


def _settle(folder: Path, mine: Path, stack: str, notify: Callable[[str], None]) -> None:
    """Make sure that nobody else holds the lock, now that our file is there for all to see.

    Whoever came at the same moment sees our file as we see theirs. The official engine steps back then, and so do we,
    but for the first by name, which waits until the others have stepped back. If one of them does not, it holds the
    lock: it had looked before our file was there.
    """
    give_up = time.monotonic() + _PATIENCE_S
    while True:
        try:
            _refuse_if_held(folder, mine, stack, notify)
        except StackLocked:
            first = min(path.name for path in [mine, *folder.glob("*.json")])
            if first != mine.name or time.monotonic() > give_up:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _refuse_if_held(folder: Path, mine: Path, stack: str, notify: Callable[[str], None]) -> None:
    for path in sorted(folder.glob("*.json")):
        if path == mine:
            continue
        content = files.read(path)
        if content is None:  # released just now
            continue
        holder = read(content)
        if holder is None:
            raise StackLocked(f"stack {stack} is locked, but {path} does not say by whom; {_advice(path)}")
        if not is_stale(path, holder):
            if not path.exists():  # released just now
                continue
            raise StackLocked(
                f"stack {stack} is locked by {holder}; wait until it ends. If it has ended, {_advice(path)}"
            )
        files.remove(path)
        files.remove(path.with_name(f"{path.name}.attrs"))
        notify(f"stack {stack} was locked by {holder}; that process has ended, so its lock was taken over")


def _advice(path: Path) -> str:
    return f"make sure that no operation runs on the stack and delete {path}"


def _write(path: Path) -> int:
    """Put our lock file in its place; returns what keeps it locked by the kernel.

    It is locked before it is there for others to see. Where the file system knows no such locks, it does not say so.
    """
    # Not beside it: to the official engine, whatever lies in the folder is a lock.
    scratch = path.parent.with_name(f".{path.name}.tmp")
    try:
        files.make_folder(path.parent)
        descriptor = os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            files.write_all(descriptor, _content(flocked=_flock(descriptor, fcntl.LOCK_EX)))
            os.fsync(descriptor)
            scratch.rename(path)
        except BaseException:
            os.close(descriptor)
            with contextlib.suppress(OSError):
                scratch.unlink()
            raise
    except OSError as error:
        raise StateError(f"{path}: cannot write: {error.strerror}") from error
    return descriptor


def _flock(descriptor: int, kind: int) -> bool:
    """Lock an open file without waiting; False if another process has it locked, or such locks are unknown here."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _content(*, flocked: bool) -> bytes:
    try:
        username = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        username = str(os.getuid())
    holder = {"pid": os.getpid(), "username": username, "hostname": socket.gethostname(), "timestamp": now()}
    return json.dumps(holder | {"flocked": flocked}, separators=(",", ":")).encode()


def read(content: bytes) -> Holder | None:
    """What a lock file says; None if it does not."""
    try:
        record = json.loads(content)
        return Holder(
            pid=int(record["pid"]),
            username=str(record["username"]),
            hostname=str(record["hostname"]),
            timestamp=str(record["timestamp"]),
            flocked=record.get("flocked") is True,
        )
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError):
        return None


def is_stale(path: Path, holder: Holder) -> bool:
    """Whether the holder ran on this host and has ended; a lock of another host is never known to be stale."""
    if holder.hostname != socket.gethostname():
        return False
    if holder.flocked:
        return _can_be_locked(path)
    try:
        os.kill(holder.pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass
    return _started_after(holder.pid, holder.timestamp)


def _can_be_locked(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        # Shared: others who look at the same moment do not take us for the holder.
        return _flock(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _started_after(pid: int, timestamp: str) -> bool:
    """Whether the process with that id is a later one, which got the number of one that has ended. Linux only.

    The clock may have been put forward since: a process of the official engine is always taken for the holder.
    """
    try:
        taken = datetime.fromisoformat(timestamp).timestamp()
        boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime "))
        name, _, status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
        # After the name in parentheses; the start time in clock ticks since boot is field 22 of the whole line.
        ticks = int(status.split()[19])
    except (OSError, StopIteration, ValueError, IndexError, OverflowError):
        return False
    # Both clocks are rounded to a second; a process cannot take a lock before it starts.
    later = int(boot.split()[1]) + ticks / os.sysconf("SC_CLK_TCK") > taken + 2
    return later and "(pulumi" not in name
