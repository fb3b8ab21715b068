"""What bounds the work under way, and stops it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import EngineError


class Stopped(EngineError):
    """Nothing new starts any more: a step failed, or the operation was interrupted. Already reported."""


class Gate:
    """Lets a bounded number of steps through at once, and none any more after a failure or an interrupt."""

    def __init__(self, parallel: int, cancel: threading.Event) -> None:
        self._slots = threading.BoundedSemaphore(max(parallel, 1))
        self._failed = threading.Event()
        self.cancel = cancel

    @property
    def closed(self) -> bool:
        """Whether nothing new may start."""
        return self._failed.is_set() or self.cancel.is_set()

    def close(self) -> None:
        """Let nothing new start."""
        self._failed.set()

    def check(self) -> None:
        """Raises Stopped if nothing new may start."""
        if self.closed:
            raise Stopped("the operation was stopped")

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for a turn."""
        with self._slots:
            self.check()
            yield
