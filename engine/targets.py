"""Which resources an operation is restricted to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from engine import urn as urns
from engine.resource import ResourceState


class Targets:
    """URN patterns: `*` stands for any text without a colon, `**` for any text. No pattern means everything."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(patterns)
        self._literal = frozenset(self._patterns)
        self._wild = [_compile(pattern) for pattern in self._patterns if "*" in pattern]

    def __bool__(self) -> bool:
        """Whether the operation is restricted at all."""
        return bool(self._patterns)

    def match(self, urn: str) -> bool:
        """Whether the URN is named, or nothing is."""
        # Most are URNs, and may be many.
        return not self or urn in self._literal or any(pattern.fullmatch(urn) for pattern in self._wild)

    def include(self, state: ResourceState) -> bool:
        """Whether the program's registration counts: named, or the root stack or a provider, which always do."""
        implicit = state.type == urns.ROOT_STACK_TYPE or urns.is_provider_type(state.type)
        return implicit or self.match(state.urn)

    def unmatched(self, known: Collection[str]) -> list[str]:
        """The patterns that none of these URNs matches."""
        names = set(known)
        return [text for text in self._patterns if text not in names and not any(map(_compile(text).fullmatch, names))]


def _compile(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*|\*)", pattern)
    wild = {"**": ".*", "*": "[^:]*"}
    return re.compile("".join(wild.get(part, re.escape(part)) for part in parts), re.DOTALL)
