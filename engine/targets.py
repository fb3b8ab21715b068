"""Which resources an operation is restricted to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from engine import urn as urns
from engine.resource import ResourceState


class Targets:
    """URN patterns: `*` stands for any text without a colon, `**` for any text. No pattern means everything."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [(pattern, _compile(pattern)) for pattern in patterns]

    def __bool__(self) -> bool:
        """Whether the operation is restricted at all."""
        return bool(self._patterns)

    def match(self, urn: str) -> bool:
        """Whether the URN is named, or nothing is."""
        return not self._patterns or any(pattern.fullmatch(urn) for _, pattern in self._patterns)

    def include(self, state: ResourceState) -> bool:
        """Whether the program's registration counts: named, or the root stack or a provider, which always do."""
        implicit = state.type == urns.ROOT_STACK_TYPE or urns.is_provider_type(state.type)
        return implicit or self.match(state.urn)

    def unmatched(self, known: Collection[str]) -> list[str]:
        """The patterns that none of these URNs matches."""
        return [text for text, pattern in self._patterns if not any(pattern.fullmatch(urn) for urn in known)]


def _compile(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*|\*)", pattern)
    wild = {"**": ".*", "*": "[^:]*"}
    return re.compile("".join(wild.get(part, re.escape(part)) for part in parts), re.DOTALL)
