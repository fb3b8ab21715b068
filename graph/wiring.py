"""What a resource's properties are made of: the ground on which flows are derived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from graph.model import Graph, Kind, Node

SELF: Final = ""
"""Instead of a property: the resource itself."""


class Wiring:
    """The resources by type, and what each property is made of."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._made_of: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._types: dict[str, list[Node]] = defaultdict(list)
        for node in graph.nodes:
            self._types[node.type].append(node)
        for edge in graph.edges:
            if edge.kind is Kind.PROPERTY:
                for label in edge.labels:
                    self._made_of[edge.source, label].append(edge.target)

    def made_of(self, urn: str, name: str) -> Sequence[str]:
        """The URNs of what a property is made of; of `SELF`, the resource's own."""
        return (urn,) if name == SELF else self._made_of.get((urn, name), ())

    def of(self, *types: str) -> Iterator[Node]:
        """The resources of these types. Of a Kubernetes kind, `kind` finds every version."""
        for type_ in types:
            yield from self._types.get(type_, ())

    def kinds(self, group: str, kind: str) -> Iterator[Node]:
        """The Kubernetes resources of a kind, in any version of its API."""
        for type_, nodes in self._types.items():
            if type_.startswith(f"kubernetes:{group}/") and type_.endswith(f":{kind}"):
                yield from nodes

    def called(self, node: Node) -> str:
        """How the page calls it."""
        return self.graph.ids[node.urn]


def at(value: Any, *keys: str) -> Any:
    """A value in nested objects; None where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def texts(value: Any, key: str) -> Iterator[str]:
    """Every text under a key, however deep."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name == key and isinstance(one, str):
                yield one
            yield from texts(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, key)
