"""The graph box by box: what stands in each box, and which of these need each other.

An edge between two resources is shown where their boxes part: between the two components that hold them, or between
themselves where they stand in the same one. So every box shows only its own few arrows, however large the stack is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.model import ROOT, Edge
from graph.order import needed_first


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between two boxes that stand in the same one.

    Attributes:
        source: what needs.
        target: what is needed.
        count: how many edges it stands for.
    """

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class Level:
    """What a box holds.

    Attributes:
        children: in the order of the graph.
        arrows: between them, without those that follow from others and those that go round in a circle.
        back: the arrows that would close a circle.
    """

    children: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    back: tuple[Arrow, ...] = ()


def levels(homes: Mapping[str, str], edges: Iterable[Edge]) -> dict[str, Level]:
    """Every box that holds something, by URN; the outermost is `ROOT`.

    Args:
        homes: what each node stands in.
        edges: those to show.
    """
    children: dict[str, list[str]] = defaultdict(list)
    for urn, home in homes.items():
        children[home].append(urn)
    paths = {urn: _path(homes, urn) for urn in homes}
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
    arrows = [pair for pair in counts if pair not in back]
    kept = _without_implied(order, arrows) if reduced else arrows
    return Level(
        tuple(children),
        tuple(Arrow(*pair, counts[pair]) for pair in sorted(kept)),
        tuple(Arrow(*pair, counts[pair]) for pair in sorted(back)),
    )


def _path(homes: Mapping[str, str], urn: str) -> list[str]:
    """The boxes from the outermost to the node itself."""
    path = [urn]
    while (home := homes[path[-1]]) != ROOT:
        path.append(home)
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
