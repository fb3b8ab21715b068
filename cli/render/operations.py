"""How each of the engine's step operations looks: a symbol, a colour, and its words."""

from __future__ import annotations

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
    "create-replacement": REPLACE,
    "delete-replaced": REPLACE,
    "delete": Appearance("-", "red", "deleting", "deleted", "to delete"),
    "discard": Appearance("-", "red", "forgetting", "forgotten", "to forget"),
    "read": Appearance(">", "cyan", "reading", "read", "to read"),
    "refresh": Appearance("~", "cyan", "refreshing", "refreshed", "to refresh"),
    "import": Appearance("=", "green", "importing", "imported", "to import"),
}

ORDER = ("create", "import", "update", "replace", "delete", "discard", "read", "refresh", "same")
"""In which order counts are told; the operations that a replacement consists of count as `replace`."""


def appearance(op: str) -> Appearance:
    """How an operation looks; an unknown one shows its own name rather than nothing."""
    return APPEARANCES.get(op) or Appearance("?", "bold", op, op, op)


def counted_as(op: str) -> str:
    """The operation under which a step is counted."""
    return "replace" if op in {"create-replacement", "delete-replaced"} else op
