"""What a program prints becomes messages of the operation, as under the official engine.

So known secrets are masked in it, and whoever reads an operation's events as JSON reads nothing else in between.
"""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

Tell = Callable[[str, str], None]
"""Tells a message: its severity and its text."""


@contextmanager
def told(tell: Tell, *, waiting: int) -> Iterator[None]:
    """Within, tell each line that goes to standard output as `info`, to standard error as `info#err`.

    Args:
        tell: told of the lines.
        waiting: the thread that waits for the program; what it prints is not the program's, and goes its way.
    """
    before = sys.stdout, sys.stderr
    lines = [_Lines(lambda line: tell("info", line)), _Lines(lambda line: tell("info#err", line))]
    streams = [_Stream(binary, stream, waiting) for binary, stream in zip(lines, before, strict=True)]
    sys.stdout, sys.stderr = streams
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream, binary in zip(streams, lines, strict=True):
            stream.flush()
            binary.end()


class _Stream(io.TextIOWrapper):
    """A standard stream whose writers are told apart by their threads."""

    def __init__(self, lines: _Lines, original: TextIO, waiting: int) -> None:
        super().__init__(cast("Any", lines), encoding="utf-8", errors="backslashreplace", write_through=True)
        self._original = original
        self._waiting = waiting

    def write(self, text: str) -> int:
        mine = threading.get_ident() != self._waiting
        return super().write(text) if mine else self._original.write(text)


class _Lines(io.BufferedIOBase):
    """Cuts what is written into lines."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._rest = b""
        self._lock = threading.RLock()

    def writable(self) -> bool:
        return True

    def write(self, octets: Any) -> int:
        with self._lock:
            *lines, self._rest = (self._rest + bytes(octets)).split(b"\n")
        for line in lines:
            self._tell(line.decode(errors="replace"))
        return len(octets)

    def end(self) -> None:
        """Tell what no line break followed."""
        if self._rest:
            self.write(b"\n")
