"""Which row each box of a level stands in, and in which order, so that arrows are short and few cross.

What needs nothing stands at the top; everything stands below what it needs. An arrow that passes rows has a narrow
place of its own in each, so that it runs beside the boxes and never beneath them. This is Sugiyama's layered drawing,
with rows of a bounded width; positions in pixels follow from it in `graph.placing` and in the page, where boxes grow.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.levels import Arrow, Level
from graph.ordering import Item, Links, ordered

PLACES_MAX = 2
"""Places that passing arrows take, for each box of the level. Where they would take more, a drawing is no help: there
arrows pass beneath boxes, and the page draws them only for the chosen one."""
PLACE_WIDTH = 0.12
"""How much of a box's width such a place takes."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The boxes of a level in rows.

    Attributes:
        rows: from top to bottom; each from left to right: a URN, or the number of a passing arrow's place.
        passing: for each arrow that passes rows, its places from the one row to the other.
    """

    rows: tuple[tuple[Item, ...], ...]
    passing: Mapping[tuple[str, str], tuple[int, ...]]


def rows_of(level: Level, width: int | None = None) -> Rows:
    """The rows of a level.

    What is joined by arrows in any way is an island. Islands stand side by side while there is room, the largest first;
    what has no arrow at all fills rows of its own below.

    Args:
        width: boxes in a row at most; as many as make it about as wide as high, unless told.
    """
    islands = _islands(level)
    width = width or max(3, math.ceil(math.sqrt(1.1 * len(level.children))))
    places = itertools.count()
    rows: list[list[Item]] = []
    passing: dict[tuple[str, str], tuple[int, ...]] = {}
    top, taken = 0, 0.0
    for children, arrows in islands:
        drawn, passed = _island(children, arrows, width, places)
        passing |= passed
        wide = max(sum(1 if isinstance(one, str) else PLACE_WIDTH for one in row) for row in drawn)
        if taken and taken + wide > width:
            top, taken = len(rows), 0.0
        taken += wide
        rows += [[] for _ in range(top + len(drawn) - len(rows))]
        for number, row in enumerate(drawn):
            rows[top + number] += row
    joined = {child for children, _ in islands for child in children}
    alone = [child for child in level.children if child not in joined]
    side = width if joined else max(1, math.ceil(math.sqrt(1.6 * len(alone))))
    side = min(side, width)
    grid = [alone[start : start + side] for start in range(0, len(alone), side)]
    return Rows((*map(tuple, rows), *map(tuple, grid)), passing)


def _islands(level: Level) -> list[tuple[list[str], list[Arrow]]]:
    """What is joined in any way: the boxes in the level's order, and the arrows; the largest island first."""
    joined: dict[str, list[str]] = defaultdict(list)
    for arrow in level.arrows:
        joined[arrow.source].append(arrow.target)
        joined[arrow.target].append(arrow.source)
    island: dict[str, int] = {}
    for start in level.children:
        waiting = [start] if start in joined and start not in island else []
        for child in waiting:
            if child not in island:
                island[child] = island.get(start, len(island))
                waiting += joined[child]
    found: dict[int, tuple[list[str], list[Arrow]]] = defaultdict(lambda: ([], []))
    for child in level.children:
        if child in island:
            found[island[child]][0].append(child)
    for arrow in level.arrows:
        found[island[arrow.source]][1].append(arrow)
    return sorted(found.values(), key=lambda one: -len(one[0]))


def _island(
    children: Sequence[str], arrows: Sequence[Arrow], width: int, places: Iterator[int]
) -> tuple[list[list[Item]], dict[tuple[str, str], tuple[int, ...]]]:
    """The rows of an island, and the places of the arrows that pass some."""
    number = _numbers(arrows, children, width)
    rows: list[list[Item]] = [[] for _ in range(1 + max(number.values()))]
    for child in number:
        rows[number[child]].append(child)
    passing = _pass(arrows, number, rows, places)
    return ordered(rows, _links(arrows, passing, number)), passing


def _numbers(arrows: Iterable[Arrow], children: Sequence[str], width: int) -> dict[str, int]:
    """The row of each child: the first below all that it needs where there is room."""
    needs: dict[str, list[str]] = defaultdict(list)
    needed_by: dict[str, list[str]] = defaultdict(list)
    for arrow in arrows:
        needs[arrow.source].append(arrow.target)
        needed_by[arrow.target].append(arrow.source)
    waiting = {child: len(needs[child]) for child in children}
    front = [child for child in children if not waiting[child]]
    number: dict[str, int] = {}
    room: dict[int, int] = defaultdict(lambda: width)
    next_free: dict[int, int] = {}
    while front:
        # By generations, and in each those first that many wait for.
        front.sort(key=lambda child: (-len(needed_by[child]), child))
        following = []
        for child in front:
            row = _free(1 + max((number[need] for need in needs[child]), default=-1), next_free)
            number[child] = row
            room[row] -= 1
            if not room[row]:
                next_free[row] = row + 1
            for other in needed_by[child]:
                waiting[other] -= 1
                if not waiting[other]:
                    following.append(other)
        front = following
    return number


def _free(row: int, next_free: dict[int, int]) -> int:
    """The first row from here that is not full; what was skipped is remembered."""
    skipped = []
    while row in next_free:
        skipped.append(row)
        row = next_free[row]
    for one in skipped:
        next_free[one] = row
    return row


def _pass(
    arrows: Iterable[Arrow], number: Mapping[str, int], rows: list[list[Item]], places: Iterator[int]
) -> dict[tuple[str, str], tuple[int, ...]]:
    """Give each arrow that passes rows a place in each of them; none, if these would be too many."""
    long = [arrow for arrow in arrows if number[arrow.source] - number[arrow.target] > 1]
    if sum(number[arrow.source] - number[arrow.target] - 1 for arrow in long) > PLACES_MAX * len(number) + 40:
        return {}
    passing = {}
    for arrow in long:
        passed = range(number[arrow.source] - 1, number[arrow.target], -1)
        passing[arrow.source, arrow.target] = tuple(itertools.islice(places, len(passed)))
        for row, place in zip(passed, passing[arrow.source, arrow.target], strict=True):
            rows[row].append(place)
    return passing


def _links(
    arrows: Iterable[Arrow], passing: Mapping[tuple[str, str], tuple[int, ...]], number: Mapping[str, int]
) -> Links:
    links: Links = [[] for _ in range(1 + max(number.values(), default=-1))]
    for arrow in arrows:
        row = number[arrow.source]
        places = passing.get((arrow.source, arrow.target), ())
        if not places and row - number[arrow.target] > 1:
            continue
        stations: list[Item] = [arrow.source, *places, arrow.target]
        for lower, upper in itertools.pairwise(stations):
            links[row].append((lower, upper))
            row -= 1
    return links
