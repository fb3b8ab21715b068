"""A value inside a resource's properties: where it stands, and what can be said of it, known or not.

Nothing here raises for a value of an unexpected kind: what a rule cannot make sense of is unknown, and is told so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from policies.truth import Truth, every, some, truth


class _Unknown:
    """The value will be known when the resource is there."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that must not be shown. Rules see through it; findings never hold a value."""

    value: Any


class Node:
    """A value, with its place.

    Attributes:
        value: JSON, `UNKNOWN`, or None for null and for what is absent; the outermost `Secret` is taken off.
        path: from the resource's properties, such as `rules[0].apply`.
        sources: the URNs of the resources whose outputs the value is made of, as far as is known.
        secret: whether the value, or what it stands in, is secret.
        is_inferred: whether it stands in something unknown, so that not even its presence is known.
    """

    __slots__ = ("is_inferred", "path", "secret", "sources", "value")

    def __init__(self, value: Any, path: str = "", sources: frozenset[str] = frozenset(), secret: bool = False) -> None:
        while isinstance(value, Secret):
            value, secret = value.value, True
        self.value = value
        self.path = path
        self.sources = sources
        self.secret = secret
        self.is_inferred = False

    def __getitem__(self, key: str) -> Node:
        """A property. In a list of one object, that object's: providers differ in whether they wrap it."""
        value = self.value
        if isinstance(value, Mapping):
            return self._inside(value.get(key), key)
        if value is None or value == []:
            return self._inside(None, key)
        if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list):
            return self._element(0)[key]
        inferred = self._inside(UNKNOWN, key)
        inferred.is_inferred = True
        return inferred

    def at(self, *keys: str) -> Node:
        """A property of a property, and so on."""
        node = self
        for key in keys:
            node = node[key]
        return node

    def each(self) -> Iterator[Node]:
        """The elements of a list. An object counts as a list of one; what is unknown, as a list of one unknown."""
        if isinstance(self.value, list):
            for index in range(len(self.value)):
                yield self._element(index)
        elif self.value is not None:
            yield self

    def items(self) -> Iterator[tuple[str, Node]]:
        """The entries of an object; none of anything else: see `is_known` for whether that is all."""
        if isinstance(self.value, Mapping):
            for key in self.value:
                yield str(key), self._inside(self.value[key], str(key))

    def every(self, holds: Callable[[Node], Truth]) -> Truth:
        """Whether something holds of each element."""
        return every(map(holds, self.each()))

    def some(self, holds: Callable[[Node], Truth]) -> Truth:
        """Whether something holds of an element."""
        return some(map(holds, self.each()))

    def is_known(self) -> Truth:
        """Whether the value is known; never unknown itself."""
        return truth(self.value is not UNKNOWN)

    def is_set(self) -> Truth:
        """Whether there is a value that is not empty. What is made of another's outputs, or a hidden secret, is."""
        if self.value is UNKNOWN:
            is_there = (self.sources or self.secret) and not self.is_inferred
            return Truth.TRUE if is_there else Truth.UNKNOWN
        return truth(self.value is not None and self.value not in ("", [], {}))

    def is_true(self, *, default: bool = False) -> Truth:
        """Whether it is true, spelled in whatever way; `default` is what absence means."""
        return self._is_flag("true", default is True)

    def is_false(self, *, default: bool = True) -> Truth:
        """Whether it is false; `default` is what absence means."""
        return self._is_flag("false", default is False)

    def equals(self, *allowed: Any) -> Truth:
        """Whether it is one of these."""
        return self.satisfies(lambda value: any(value == one and type(value) is type(one) for one in allowed))

    def matches(self, pattern: str) -> Truth:
        """Whether it is a text that a regular expression matches, from its beginning to its end."""
        return self.satisfies(
            lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL) is not None
        )

    def spells(self, pattern: str) -> Truth:
        """As `matches`, of what is written outright: what is made of another resource's outputs does not."""
        return Truth.FALSE if self.value is UNKNOWN and self.sources else self.matches(pattern)

    def contains(self, *elements: Any) -> Truth:
        """Whether a list has all of these elements."""
        return every(some(node.equals(element) for node in self.each()) for element in elements)

    def at_least(self, least: float) -> Truth:
        """Whether it is a number, as such or as text, that is not smaller."""
        return self._compares(lambda number: number >= least)

    def at_most(self, most: float) -> Truth:
        """Whether it is a number, as such or as text, that is not larger."""
        return self._compares(lambda number: number <= most)

    def satisfies(self, predicate: Callable[[Any], bool]) -> Truth:
        """Whether a predicate holds of the value; unknown while that is, or while it holds something unknown."""
        if self.value is UNKNOWN or (isinstance(self.value, dict | list) and _holds_unknown(self.value)):
            return Truth.UNKNOWN
        return truth(predicate(self.value))

    def _is_flag(self, word: str, when_absent: bool) -> Truth:
        if self.value is None:
            return truth(when_absent)
        return self.satisfies(lambda value: isinstance(value, bool | str) and str(value).lower() == word)

    def _compares(self, holds: Callable[[float], bool]) -> Truth:
        def compare(value: Any) -> bool:
            try:
                return not isinstance(value, bool) and holds(float(value))
            except (TypeError, ValueError):
                return False

        return self.satisfies(compare)

    def _inside(self, value: Any, key: str) -> Node:
        path = f"{self.path}.{key}" if re.fullmatch(r"[\w-]+", key) else f'{self.path}["{key}"]'
        return Node(value, path.removeprefix("."), self.sources, self.secret)

    def _element(self, index: int) -> Node:
        return Node(self.value[index], f"{self.path}[{index}]", self.sources, self.secret)


def _holds_unknown(value: Any) -> bool:
    if isinstance(value, Secret):
        return _holds_unknown(value.value)
    if isinstance(value, Mapping):
        return any(map(_holds_unknown, value.values()))
    return any(map(_holds_unknown, value)) if isinstance(value, list) else value is UNKNOWN


def texts(nodes: Iterable[Node]) -> set[str]:
    """The values that are known texts."""
    return {node.value for node in nodes if isinstance(node.value, str)}
