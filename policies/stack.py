"""All resources of a stack, and how they belong together.

A fact is often spread over several resources: a bucket, and the resource that switches on its versioning. Before the
bucket is there its id is unknown on both sides; then the dependency of the one's property on the other tells.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from policies.finding import Finding, Findings, Outcome
from policies.node import UNKNOWN, Node, texts
from policies.resource import Resource
from policies.truth import Truth, some

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Bound:
    """The resources that are bound to another by a property.

    Attributes:
        certain: those that are.
        possible: those that may be: their property is unknown, and nothing tells what it is made of.
    """

    certain: tuple[Resource, ...]
    possible: tuple[Resource, ...] = ()

    def some(self, holds: Callable[[Resource], Truth] = lambda _: Truth.TRUE) -> Truth:
        """Whether something holds of one of them."""
        return some(map(holds, self.certain)) | some(Truth.UNKNOWN & holds(one) for one in self.possible)


class Stack:
    """The resources of a stack.

    Attributes:
        resources: in the order they were given.
        urn: of the stack itself, for what is missing altogether.
    """

    def __init__(self, resources: Iterable[Resource], urn: str = "") -> None:
        self.resources = tuple(resources)
        self._types: dict[str, list[Resource]] = {}
        self._by_urn: dict[str, Resource] = {}
        self._links: dict[tuple[tuple[str, ...], str], _Links] = {}
        self._remembered: dict[Hashable, Any] = {}
        for resource in self.resources:
            resource.stack = self
            self._types.setdefault(resource.type, []).append(resource)
            self._by_urn[resource.urn] = resource
        roots = self._types.get("pulumi:pulumi:Stack", ())
        self.urn = urn or next((root.urn for root in roots), "")

    def of(self, *types: str) -> Iterator[Resource]:
        """The resources of these types."""
        for type_ in types:
            yield from self._types.get(type_, ())

    def find(self, urn: str) -> Resource | None:
        """A resource by its URN."""
        return self._by_urn.get(urn)

    def provider_of(self, resource: Resource) -> Resource | None:
        """The provider that manages a resource; None if it is not known."""
        return self.find(resource.provider) or self.find(resource.provider.rpartition("::")[0])

    def bound_to(self, target: Resource, types: tuple[str, ...], by: str) -> Bound:
        """The resources of these types whose property `by` names a resource: by dependency, id, name or ARN.

        Args:
            by: a property, such as `bucket`, or one further in, such as `logging.targetBucket`; of lists, any element.
        """
        links = self._links.get((types, by))
        if links is None:
            links = self._links[types, by] = _Links.of(self.of(*types), by)
        return links.to(target)

    def referred(self, node: Node, types: tuple[str, ...]) -> list[Resource]:
        """The resources of these types that a value names or is made of."""
        found = [one for urn in sorted(node.sources) if (one := self.find(urn)) is not None and one.type in types]
        if found or not isinstance(node.value, str):
            return found
        named = self.remember("by identifier", self._by_identifier).get(node.value, ())
        return [one for one in named if one.type in types]

    def _by_identifier(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for one in self.resources:
            for identifier in one.identifiers():
                found.setdefault(identifier, []).append(one)
        return found

    def remember(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What is made once for the whole stack, such as an index of its resources that several rules use."""
        if key not in self._remembered:
            self._remembered[key] = make()
        found: _T = self._remembered[key]
        return found

    def some_referred(self, node: Node, types: tuple[str, ...], holds: Callable[[Resource], Truth]) -> Truth:
        """Whether something holds of a resource that a value names; unknown while it is not known what it names."""
        found = self.referred(node, types)
        return some(map(holds, found)) if found else ~node.is_known() & Truth.UNKNOWN

    def users(self, target: Resource) -> Bound:
        """Everything that names a resource or depends on it, in whatever property."""
        return self.remember("users", lambda: _Links.of_all(self.resources)).to(target)

    def require(self, holds: Truth, detail: str = "") -> Findings:
        """As `Resource.require`, of the stack as a whole."""
        if holds is Truth.TRUE:
            return []
        return [Finding(self.urn, "", Outcome.VIOLATED if holds is Truth.FALSE else Outcome.UNKNOWN, detail)]


def _named(resource: Resource, by: str) -> list[Node]:
    first, *inner = by.split(".")
    nodes = list(resource[first].each())
    for key in inner:
        nodes = [one for node in nodes for one in node[key].each()]
    return nodes


def _leaves(node: Node) -> Iterator[Node]:
    if isinstance(node.value, list):
        for element in node.each():
            yield from _leaves(element)
    elif isinstance(node.value, Mapping):
        for key in node.value:
            yield from _leaves(node[str(key)])
    else:
        yield node


@dataclass(slots=True)
class _Links:
    """Resources by what one of their properties names."""

    by: dict[str, list[Resource]] = field(default_factory=dict)
    possible: list[Resource] = field(default_factory=list)

    @classmethod
    def of(cls, candidates: Iterable[Resource], by: str) -> _Links:
        links = cls()
        for candidate in candidates:
            nodes = _named(candidate, by)
            for name in {name for node in nodes for name in node.sources} | texts(nodes):
                links.by.setdefault(name, []).append(candidate)
            if any(node.value is UNKNOWN and not node.sources for node in nodes):
                links.possible.append(candidate)
        return links

    @classmethod
    def of_all(cls, candidates: Iterable[Resource]) -> _Links:
        links = cls()
        for candidate in candidates:
            nodes = [node for name in candidate.properties for node in _leaves(candidate[name])]
            named = {name for node in nodes for name in node.sources} | texts(nodes) | set(candidate.dependencies)
            for name in named:
                links.by.setdefault(name, []).append(candidate)
            if any(node.value is UNKNOWN and not node.sources for node in nodes):
                links.possible.append(candidate)
        return links

    def to(self, target: Resource) -> Bound:
        names = [target.urn, *sorted(target.identifiers())]
        certain = {id(one): one for name in names for one in self.by.get(name, ())}
        certain.pop(id(target), None)
        return Bound(tuple(certain.values()), tuple(one for one in self.possible if one is not target))
