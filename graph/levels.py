"""The graph box by box: what stands in each box, and which of these need each other.

An edge between two resources is shown where their boxes part: between the two components that hold them, or between
themselves where they stand in the same one. So every box shows only its own few arrows, however large the stack is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.homes import homes
from graph.model import ROOT, Edge, Graph, Kind
from graph.order import needed_first


class End(StrEnum):
    """Which end of an arrow has a tip."""

    TARGET = "target"
    SOURCE = "source"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between two boxes that stand in the same one.

    Attributes:
        source: what stands below; it needs the other, unless `tip` says otherwise.
        target: what stands above.
        count: how many edges it stands for.
        tip: at the target; in a circle, somewhere at the source, which the upper needs then; or each needs the other.
    """

    source: str
    target: str
    count: int
    tip: End = End.TARGET


@dataclass(frozen=True, slots=True)
class Level:
    """What a box holds.

    Attributes:
        children: in the order of the graph.
        arrows: between them, without those that follow from others. From source to target they go round in no circle.
    """

    children: tuple[str, ...]
    arrows: tuple[Arrow, ...]


def boxes_of(graph: Graph) -> dict[str, Level]:
    """Every box of a stack that holds something, by URN, with what stands in it and what needs what there.

    That a resource needs its provider is shown where this is a part of the platform, such as a cluster's; the provider
    of the whole account would have an arrow from everything.
    """
    home = homes(graph)

    def shown(edge: Edge) -> bool:
        in_a_component = home.get(edge.target, ROOT) != ROOT
        return edge.kind is not Kind.FLOW and (edge.kind is not Kind.PROVIDER or in_a_component)

    return levels(home, filter(shown, graph.edges))


def levels(home: Mapping[str, str], edges: Iterable[Edge]) -> dict[str, Level]:
    """Every box that holds something, by URN; the outermost is `ROOT`.

    Args:
        home: what each node stands in.
        edges: those to show.
    """
    children: dict[str, list[str]] = defaultdict(list, {ROOT: []})
    for urn, box in home.items():
        children[box].append(urn)
    paths = {urn: _path(home, urn) for urn in home}
    counts: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for edge in edges:
        parting = _parting(paths.get(edge.source), paths.get(edge.target))
        if parting is not None:
            box, source, target = parting
            counts[box][source, target] += 1
    return {box: level_of(held, counts[box]) for box, held in children.items()}


def level_of(children: Sequence[str], counts: Mapping[tuple[str, str], int], *, reduced: bool = True) -> Level:
    """A level of these children, and of the arrows by what they stand between.

    Args:
        reduced: whether arrows that follow from others are left out.
    """
    needs: dict[str, list[str]] = {child: [] for child in children}
    for source, target in sorted(counts):
        needs[source].append(target)
    order, back = needed_first(needs)
    forward = [pair for pair in counts if pair not in back]
    kept = set(_without_implied(order, forward)) if reduced else set(forward)
    arrows = {pair: Arrow(*pair, counts[pair]) for pair in kept}
    for source, target in back:
        # What closes a circle is drawn the other way round, or on the arrow that is there.
        known = counts.get((target, source), 0)
        tip = End.BOTH if known else End.SOURCE
        arrows[target, source] = Arrow(target, source, counts[source, target] + known, tip)
    return Level(tuple(children), tuple(arrows[pair] for pair in sorted(arrows)))


def _path(home: Mapping[str, str], urn: str) -> list[str]:
    """The boxes from the outermost to the node itself."""
    path = [urn]
    while (box := home[path[-1]]) != ROOT:
        path.append(box)
    return [ROOT, *reversed(path)]


def _parting(source: list[str] | None, target: list[str] | None) -> tuple[str, str, str] | None:
    """The innermost box that holds both, and which of its children hold them; None if one holds the other."""
    if source is None or target is None:
        return None
    for depth, (one, other) in enumerate(zip(source, target, strict=False)):
        if one != other:
            return source[depth - 1], one, other
    return None


def _without_implied(order: Sequence[str], arrows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The arrows that do not follow from others.

    Whatever a node reaches is one number with a bit for each node, so that this takes little even for thousands.
    """
    place = {node: number for number, node in enumerate(order)}
    needs: dict[str, list[str]] = defaultdict(list)
    for source, target in arrows:
        needs[source].append(target)
    reached: dict[str, int] = {}
    kept = []
    for node in order:
        through = 0
        # The latest in the order first: what follows from another arrow follows from one to something later.
        for target in sorted(needs[node], key=place.__getitem__, reverse=True):
            if not through >> place[target] & 1:
                kept.append((node, target))
                through |= reached[target]
        reached[node] = through | 1 << place[node]
    return kept
