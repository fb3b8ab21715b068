"""Ctrl-C during an operation: the first asks the engine to stop in order, the second ends the process at once.

A terminal that is closed asks, too, however often the system says so.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from cli.exit_codes import ExitCode

FIRST = "stopping: work in flight finishes and is recorded, nothing new begins; again to stop at once"
SECOND = "stopped at once; what was begun is recorded, and the next command says what became of it"


@contextmanager
def interruptible(cancel: threading.Event, say: Callable[[str], None], restore: Callable[[], None]) -> Iterator[None]:
    """Heed SIGINT and SIGTERM in two stages, and SIGHUP in one, unless it is ignored, as under nohup.

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

    terminals = [stream.fileno() for stream in (sys.__stdout__, sys.__stderr__) if stream and stream.isatty()]

    def hang_up(_number: int, _frame: FrameType | None) -> None:
        cancel.set()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for descriptor in terminals:  # to write to a terminal that is gone fails, and would end the operation
            os.dup2(nowhere, descriptor)
        os.close(nowhere)

    before = {number: signal.signal(number, heed) for number in (signal.SIGINT, signal.SIGTERM)}
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
