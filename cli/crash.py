"""What a defect of the command itself leaves behind: no image of the memory, and a traceback without values."""

from __future__ import annotations

import resource
import sys
import threading
import traceback
from types import TracebackType

WITHHELD = "(what it says is left out: it may quote a secret; --show-secrets shows it)"


def prepare(*, show_secrets: bool) -> None:
    """Have a defect of this process told without values, unless secrets may be shown; keep its memory off the disk."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    if not show_secrets:
        sys.excepthook = _tell
        threading.excepthook = lambda ended: _tell(ended.exc_type, ended.exc_value, ended.exc_traceback)


def _tell(kind: type[BaseException], error: BaseException | None, places: TracebackType | None) -> None:
    """Where it came from and what it is, for it and for those that it followed from."""
    lines: list[str] = []
    while error is not None:
        lines = [*traceback.format_tb(places), f"{type(error).__name__}: {WITHHELD}\n", *lines]
        error = error.__cause__ or error.__context__
        places = error.__traceback__ if error else None
    sys.stderr.write("".join(["Traceback (most recent call last):\n", *(lines or [f"{kind.__name__}\n"])]))
