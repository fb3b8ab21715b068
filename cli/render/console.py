"""The terminal, or the file that takes its place."""

from __future__ import annotations

import os
import sys
from typing import IO

from rich.console import Console


class Terminal(Console):
    """A console that falls silent, and lets the operation go on, when the reader of its pipe is gone."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        discard(self.file)


def discard(out: IO[str]) -> None:
    """Send all further output of a stream nowhere, so that its flush at exit does not fail either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


WIDTH_PIPED = 200
"""Columns of what is not a terminal: nothing there is cut to the width of a screen."""


def console(out: IO[str]) -> Console:
    """A console on a stream: coloured only at a terminal, and never when NO_COLOR is set."""
    width = None if out.isatty() or "COLUMNS" in os.environ else WIDTH_PIPED
    return Terminal(
        file=out, width=width, force_terminal=out.isatty(), highlight=False, markup=False, emoji=False, soft_wrap=True
    )


def person_present() -> bool:
    """Whether somebody can read a plan and answer a question."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def duration(seconds: float) -> str:
    """`0.4s`, `12.3s`, `3m 05s`."""
    return f"{seconds:.1f}s" if seconds < 60 else f"{seconds // 60:.0f}m {seconds % 60:02.0f}s"
