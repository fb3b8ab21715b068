"""One thing that is wrong with a stack, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    Attributes:
        kind: `lock`, `change`, `leftover`, `checkpoint`, `journal`, `pending`, `release`.
        subject: the file, holder or resource that it is about.
        found: what is wrong.
        remedy: what would be done; where only a person can do something, what that is.
        mend: does it, and tells what was done; None where only a person can. Raises EngineError.
        final: whether nothing else can be looked at while this is so.
    """

    kind: str
    subject: str
    found: str
    remedy: str
    mend: Callable[[], str] | None = None
    final: bool = False
