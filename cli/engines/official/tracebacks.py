"""Python's tracebacks as one line for people: the places in the project, and what went wrong there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_BEGINNING: Final = "Traceback (most recent call last):"
_FRAME: Final = re.compile(r'File "(.+)", line (\d+)')
_CHAINED: Final = ("During handling of the above exception", "The above exception was the direct cause")
_STOPPED: Final = "KeyboardInterrupt"
"""How a program ends that the engine stops, because it has failed elsewhere or was asked to stop."""


class Tracebacks:
    """Recognises tracebacks in what a program of a project says, whole or line by line."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._lines: list[str] = []

    def heard(self, message: str) -> str:
        """What to tell of the next message, which may be one line of a traceback; empty if nothing is, yet."""
        for line in message.splitlines():
            if (self._lines and line.strip()) or line.startswith((_BEGINNING, *_CHAINED)):
                self._lines.append(line)
        if not self._lines:
            return message
        if not self._is_complete():
            return ""
        whole, self._lines = "\n".join(self._lines), []
        return "" if whole.endswith(_STOPPED) else self.explained(whole)

    def explained(self, message: str) -> str:
        """A message whose traceback, if it holds one, is a place and a cause."""
        _, found, traceback = message.partition(_BEGINNING)
        if not found:
            return message
        lines = [line for line in traceback.splitlines() if line.strip()]
        frames = [(Path(frame[1]), frame[2]) for line in lines if (frame := _FRAME.search(line))]
        own = [(file, line) for file, line in frames if self._is_own(file)]
        where = " → ".join(f"{file.relative_to(self._root)}:{line}" for file, line in own)
        # The error itself begins after the last line that is indented, and may go on for some lines.
        last = max((index for index, line in enumerate(lines) if line.startswith("  ")), default=-1)
        what = "\n".join(lines[last + 1 :])
        return f"the program failed at {where}: {what}" if where else f"the program failed: {what}"

    def _is_complete(self) -> bool:
        return not self._lines[-1].startswith((" ", _BEGINNING, *_CHAINED))

    def _is_own(self, file: Path) -> bool:
        return file.is_relative_to(self._root) and "site-packages" not in file.parts
