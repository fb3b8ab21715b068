"""The sums of a bill: what it is compared by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from cli.errors import UsageError
from costs import Range


@dataclass(frozen=True)
class Figures:
    """The sums of a bill, as far as they are needed to compare it with another.

    Attributes:
        name: what it is of.
        total: USD a month.
        components: USD a month, by component.
        unknown: the names of what has no known price.
    """

    name: str
    total: Range
    components: Mapping[str, Range]
    unknown: frozenset[str]

    @classmethod
    def read(cls, file: Path) -> Self:
        """The figures in what `strata cost --json` wrote.

        Raises:
            UsageError: the file is none of those.
        """
        try:
            written = json.loads(file.read_text(encoding="utf-8"))
            unknown = frozenset(str(one["name"]) for one in written["unknown"])
            by_component = {name: _range(one) for name, one in written["components"].items()}
            return cls(f"{written['stack']} in {file.name}", _range(written["total"]), by_component, unknown)
        except (OSError, UnicodeError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise UsageError(f"{file} is nothing that `strata cost STACK --json` wrote: {error}") from error


def _range(written: Any) -> Range:
    return Range(float(written["low"]), float(written["high"]))
