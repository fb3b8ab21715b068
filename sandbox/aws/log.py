"""The server's log: what failed, and where in the code. Never with which values: they may be anybody's secrets."""

from __future__ import annotations

import logging
import traceback
from typing import Any, Final

_OURS: Final = ("root", "werkzeug")
"""Whose messages hold no values; of all others' messages the pattern is enough."""


class WithoutValues(logging.Formatter):
    """Leaves out what messages are filled with, and what exceptions say."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(name)s %(levelname)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line, and the places in the code that an exception came through."""
        message = record.getMessage() if record.name in _OURS else str(record.msg)
        said = {"msg": message.partition("\n")[0], "args": None, "exc_text": None}
        return super().format(logging.makeLogRecord(record.__dict__ | said))

    def formatException(self, ei: Any) -> str:
        """Where it came from and its kind."""
        kind, error, _ = ei
        chain: list[str] = []
        while error is not None:
            chain = [*traceback.format_tb(error.__traceback__), f"{type(error).__name__}\n", *chain]
            error = error.__cause__ or error.__context__
        return "".join(chain).rstrip() or str(kind)


def to_standard_error() -> None:
    """Log warnings, and which requests failed, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutValues())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("werkzeug").setLevel(logging.INFO)
