"""How each of the engine's step operations looks: a symbol, a colour, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Appearance:
    """How one operation is shown.

    Attributes:
        symbol: as the official CLI has it, and `=` for what stays the same.
        style: a rich style.
        doing, done, planned: what is said of a resource while, after and before it happens.
    """

    symbol: str
    style: str
    doing: str
    done: str
    planned: str


SAME = Appearance("=", "dim", "checking", "unchanged", "unchanged")
REPLACE = Appearance("+-", "magenta", "replacing", "replaced", "to replace")

APPEARANCES = {
    "same": SAME,
    "create": Appearance("+", "green", "creating", "created", "to create"),
    "update": Appearance("~", "yellow", "updating", "updated", "to update"),
    "replace": REPLACE,
    "create-replacement": Appearance("++", "green", "creating replacement", "replacement created", "to replace"),
    "delete-replaced": Appearance("--", "red", "deleting original", "original deleted", "to replace"),
    "delete": Appearance("-", "red", "deleting", "deleted", "to delete"),
    "discard": Appearance("-", "red", "forgetting", "forgotten", "to forget"),
    "read": Appearance(">", "cyan", "reading", "read", "to read"),
    "refresh": Appearance("~", "cyan", "refreshing", "refreshed", "to refresh"),
    "failed": Appearance("!", "bold red", "failing", "failed", "failed"),
    "import": Appearance("=", "green", "importing", "imported", "to import"),
}

FAILED = "failed"
"""What a resource counts as, whatever its operation, when that failed."""

ORDER = (FAILED, "create", "import", "update", "replace", "delete", "discard", "read", "refresh", "same")
"""In which order counts are told; the operations that a replacement consists of count as `replace`."""


PARTS_OF_A_REPLACEMENT = {"create-replacement", "delete-replaced", "read-replacement", "import-replacement"}


def appearance(op: str) -> Appearance:
    """How an operation looks; an unknown one shows its own name rather than nothing."""
    return APPEARANCES.get(op) or APPEARANCES.get(counted_as(op)) or Appearance("?", "bold", op, op, op)


def counted_as(op: str) -> str:
    """The operation under which a step is counted."""
    if op in PARTS_OF_A_REPLACEMENT:
        return "replace"
    return "discard" if op == "discard-replaced" else op


def told(counts: Mapping[str, int], *, planned: bool) -> str:
    """`3 created, 1 updated, 12 unchanged`; with `planned`, `3 to create, …`."""
    ops = [*ORDER, *sorted(set(counts) - set(ORDER))]
    words = ((counts[op], appearance(op)) for op in ops if counts.get(op))
    return ", ".join(f"{count} {look.planned if planned else look.done}" for count, look in words) or "nothing to do"
