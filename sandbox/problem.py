"""What is wrong with a value: where, why, and the nearest thing that would be right. Never the value itself."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Where = tuple[Any, ...]
"""The way to a value as nested pairs (parent, key): cheap to extend, rendered only when something is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake.

    Attributes:
        path: where, such as `spec.containers[0].image`; empty for the resource itself.
        reason: what is wrong and what is allowed.
    """

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


def kind_of(value: Any) -> str:
    """A value's kind in words, never the value."""
    for kind, name in ((bool, "a boolean"), (str, "a string"), (int | float, "a number"), (list, "a list")):
        if isinstance(value, kind):
            return name
    return "an object" if isinstance(value, dict) else "nothing"


def suggestion(name: str, allowed: Mapping[str, Any] | Sequence[str]) -> str:
    """`, did you mean 'resources'?`, or the allowed names when none is near."""
    spelt = {known.replace("-", "").lower(): known for known in allowed}
    plain = name.replace("_", "").replace("-", "").lower()
    close = [plain] if plain in spelt else difflib.get_close_matches(plain, spelt, n=1, cutoff=0.6)
    if close:
        return f", did you mean {spelt[close[0]]!r}?"
    return f"; allowed: {', '.join(sorted(allowed))}" if allowed else "; nothing is allowed here"


def render(where: Where) -> str:
    """`spec.containers[0].image` for the way there."""
    steps: list[Any] = []
    while where:
        where, step = where
        steps.append(step)
    text = ""
    for step in reversed(steps):
        if isinstance(step, int):
            text += f"[{step}]"
        elif re.fullmatch(r"[\w$-]+", step) or not text:
            text += f".{step}" if text else step
        else:
            text += f"[{step!r}]"
    return text
