"""What a graph is made of: plain nodes and edges, which know nothing of an engine, of rules or of prices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

ROOT: Final = ""
"""The id of what everything stands in."""


class Kind(StrEnum):
    """Why one node has to do with another."""

    PROPERTY = "property"
    """A property is made of the other's outputs."""
    DEPENDS_ON = "dependsOn"
    """The program says so, or the engine recorded no property for it."""
    PROVIDER = "provider"
    """The other is the provider that manages it."""
    FLOW = "flow"
    """Data goes from the one to the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a policy says of a node.

    Attributes:
        rule: its name.
        severity: `critical`, `high`, `medium` or `low`.
        outcome: `violated`, `unknown`, `error`, or `waived`.
        title: what must hold.
        path: the property that decides; empty for the node as a whole.
        detail: what is wrong there, or by what it is waived.
        fix: what to do.
    """

    rule: str
    severity: str
    outcome: str
    title: str
    path: str = ""
    detail: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a node costs, in USD a month.

    Attributes:
        low: at least; None when it is unknown.
        high: at most; None when it is unknown.
        why: why it is unknown, or what the figure assumes.
        sources: the pages that the figure rests on.
    """

    low: float | None = None
    high: float | None = None
    why: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A resource or a component.

    Attributes:
        urn: its identity.
        name: its logical name.
        type: its type token.
        custom: whether a provider manages it; components are not.
        parent: the URN of what it belongs to; empty if that is nothing.
        step: what would be done with it: `create`, `update`, `replace`, `delete`, `same`…; empty if nothing is planned.
        protect: whether it is guarded from deletion.
        properties: what it is given: JSON, with secrets and unknowns already replaced.
        outputs: what the provider told beyond that: as `properties`.
        findings: what policies say of it.
        cost: what it costs; None if nobody looked.
    """

    urn: str
    name: str
    type: str
    custom: bool = True
    parent: str = ""
    step: str = ""
    protect: bool = False
    properties: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    cost: Cost | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One node has to do with another.

    Attributes:
        source: the URN of what needs; of a flow, where the data comes from.
        target: the URN of what is needed; of a flow, where the data goes.
        kind: why.
        labels: the names of the properties; of a flow, what goes there.
        derived: from what a flow was derived; empty for what is recorded.
        both: of a flow, whether the data may go the other way as well.
    """

    source: str
    target: str
    kind: Kind
    labels: tuple[str, ...] = ()
    derived: str = ""
    both: bool = False


@dataclass(frozen=True)
class Graph:
    """A stack.

    Attributes:
        subject: what to call it, such as `strata/dev`.
        origin: what is shown: `planned` or `recorded`.
        nodes: sorted by their ids.
        edges: between these nodes only.
        notes: what the reader must know: what was left out, what was not looked at.
    """

    subject: str
    origin: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, subject: str, origin: str, nodes: Iterable[Node], edges: Iterable[Edge], notes: Iterable[str] = ()
    ) -> Graph:
        """A graph, the same in whatever order its parts are given. An edge that leads nowhere is left out and noted.

        Raises:
            ValueError: two nodes have the same URN.
        """
        ordered = tuple(sorted(nodes, key=lambda node: (node.name, node.urn)))
        urns = {node.urn for node in ordered}
        if len(urns) != len(ordered):
            raise ValueError("two nodes have the same URN")
        every = set(edges)
        kept = [edge for edge in every if {edge.source, edge.target} <= urns]
        lost = len(every) - len(kept)
        said = [*notes, *([f"{lost} edges lead to resources that are not there, and are left out"] if lost else [])]
        kept.sort(key=lambda edge: (edge.source, edge.target, edge.kind, edge.labels, edge.derived, edge.both))
        return cls(subject, origin, ordered, tuple(kept), tuple(said))

    @cached_property
    def by_urn(self) -> Mapping[str, Node]:
        """The nodes by URN."""
        return {node.urn: node for node in self.nodes}

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """A short id for each URN that people can read and share: the name, or type and name, or else the URN."""
        names = Counter(node.name for node in self.nodes)
        typed = Counter(f"{node.type}::{node.name}" for node in self.nodes)
        found: dict[str, str] = {}
        for node in self.nodes:
            long = f"{node.type}::{node.name}"
            # A name may look like another's type and name; nothing else contains `urn:`.
            short = node.name if names[node.name] == 1 and "::" not in node.name and node.name else long
            found[node.urn] = short if typed[long] == 1 else node.urn
        return found
