"""Ctrl-C during an operation: the first asks the engine to stop in order, the second ends the process at once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from cli.exit_codes import ExitCode

FIRST = "stopping: work in flight finishes and is recorded, nothing new begins; again to stop at once"
SECOND = "stopped at once; what was begun is recorded, and the next command says what became of it"


@contextmanager
def interruptible(cancel: threading.Event, say: Callable[[str], None], restore: Callable[[], None]) -> Iterator[None]:
    """Heed SIGINT and SIGTERM in two stages.

    Args:
        cancel: set at the first; the engine watches it.
        say: tells the person.
        restore: gives the terminal back, and ends the engine, before the process ends at the second.
    """

    def heed(_number: int, _frame: FrameType | None) -> None:
        if not cancel.is_set():
            cancel.set()
            say(FIRST)
            return
        restore()
        say(SECOND)
        os._exit(ExitCode.INTERRUPTED)  # threads may be inside a provider; what they do is recorded as begun

    before = {number: signal.signal(number, heed) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
