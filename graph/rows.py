"""Which row each box of a level stands in, and in which order, so that arrows are short and few cross.

What needs nothing stands at the top; everything stands below what it needs. An arrow that passes rows has a narrow
place of its own in each, so that it runs beside the boxes and never beneath them. This is Sugiyama's layered drawing,
with rows of a bounded width; positions in pixels follow from it in `graph.placing` and in the page, where boxes grow.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.levels import Arrow, Level

SWEEPS = 8
PLACES_MAX = 2
"""Places that passing arrows take, for each box of the level. Where they would take more, a drawing is no help: there
arrows pass beneath boxes, and the page draws them only for the chosen one."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The boxes of a level in rows.

    Attributes:
        rows: from top to bottom; each from left to right: a URN, or the number of a passing arrow's place.
        passing: for each arrow that passes rows, its places from the one row to the other.
    """

    rows: tuple[tuple[str | int, ...], ...]
    passing: Mapping[tuple[str, str], tuple[int, ...]]


def rows_of(level: Level, width: int | None = None) -> Rows:
    """The rows of a level.

    Args:
        width: boxes in a row at most; as many as make it about as wide as high, unless told.
    """
    joined = {end for arrow in level.arrows for end in (arrow.source, arrow.target)}
    alone = [child for child in level.children if child not in joined]
    width = width or max(3, math.ceil(math.sqrt(1.1 * len(level.children))))
    number = _numbers(level.arrows, [child for child in level.children if child in joined], width)
    height = 1 + max(number.values(), default=-1)
    rows: list[list[str | int]] = [[] for _ in range(height)]
    for child in number:
        rows[number[child]].append(child)
    passing = _pass(level.arrows, number, rows, PLACES_MAX * len(level.children))
    links = _links(level.arrows, passing, number)
    ordered = _ordered(rows, links, _islands(rows, links))
    # What has no arrow fills rows of its own below.
    side = min(width, max(1, math.ceil(math.sqrt(1.6 * len(alone))) if not number else width))
    grid = [alone[start : start + side] for start in range(0, len(alone), side)]
    return Rows((*map(tuple, ordered), *map(tuple, grid)), passing)


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
    arrows: Iterable[Arrow], number: Mapping[str, int], rows: list[list[str | int]], most: int
) -> dict[tuple[str, str], tuple[int, ...]]:
    """Give each arrow that passes rows a place in each of them; none, if these would be more than `most`."""
    long = [arrow for arrow in arrows if number[arrow.source] - number[arrow.target] > 1]
    if sum(number[arrow.source] - number[arrow.target] - 1 for arrow in long) > most + 40:
        return {}
    places = 0
    passing = {}
    for arrow in long:
        passed = range(number[arrow.source] - 1, number[arrow.target], -1)
        passing[arrow.source, arrow.target] = tuple(range(places, places + len(passed)))
        for row in passed:
            rows[row].append(places)
            places += 1
    return passing


Links = list[list[tuple[str | int, str | int]]]
"""For each row, what in it is linked to what in the row above."""


def _links(
    arrows: Iterable[Arrow], passing: Mapping[tuple[str, str], tuple[int, ...]], number: Mapping[str, int]
) -> Links:
    links: Links = [[] for _ in range(1 + max(number.values(), default=-1))]
    for arrow in arrows:
        row = number[arrow.source]
        places = passing.get((arrow.source, arrow.target), ())
        if not places and row - number[arrow.target] > 1:
            continue
        stations: list[str | int] = [arrow.source, *places, arrow.target]
        for lower, upper in itertools.pairwise(stations):
            links[row].append((lower, upper))
            row -= 1
    return links


def _islands(rows: Sequence[Sequence[str | int]], links: Links) -> dict[str | int, int]:
    """The number of the island that each belongs to: what is linked in any way stands together, the largest first."""
    joined: dict[str | int, list[str | int]] = {one: [] for row in rows for one in row}
    for one, other in itertools.chain.from_iterable(links):
        joined[one].append(other)
        joined[other].append(one)
    found: list[list[str | int]] = []
    seen: set[str | int] = set()
    for start in joined:
        if start in seen:
            continue
        seen.add(start)
        island = [start]
        for one in island:
            fresh = [other for other in dict.fromkeys(joined[one]) if other not in seen]
            seen.update(fresh)
            island += fresh
        found.append(island)
    found.sort(key=len, reverse=True)
    return {one: number for number, island in enumerate(found) for one in island}


def _ordered(rows: list[list[str | int]], links: Links, island: Mapping[str | int, int]) -> list[list[str | int]]:
    """Each row in the order in which the fewest links cross, of those that sweeping down and up finds."""
    above: dict[str | int, list[str | int]] = defaultdict(list)
    below: dict[str | int, list[str | int]] = defaultdict(list)
    for linked in links:
        for lower, upper in linked:
            above[lower].append(upper)
            below[upper].append(lower)
    now = [sorted(row, key=island.__getitem__) for row in rows]
    best, fewest = now, _crossings(now, links)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        neighbours, order = (above, range(1, len(now))) if sweep % 2 == 0 else (below, range(len(now) - 2, -1, -1))
        now = [list(row) for row in now]
        for row in order:
            _sort(now[row], now[row - 1 if sweep % 2 == 0 else row + 1], neighbours, island)
        crossings = _crossings(now, links)
        if crossings < fewest:
            best, fewest = now, crossings
    return best


def _sort(
    row: list[str | int],
    fixed: Sequence[str | int],
    linked: Mapping[str | int, list[str | int]],
    island: Mapping[str | int, int],
) -> None:
    """Put each where its neighbours in the fixed row are on average; what has none stays about where it is."""
    place = {one: (number + 0.5) / len(fixed) for number, one in enumerate(fixed)}
    own = {one: (number + 0.5) / len(row) for number, one in enumerate(row)}

    def mean(one: str | int) -> tuple[int, float]:
        others = linked.get(one)
        return island[one], sum(place[other] for other in others) / len(others) if others else own[one]

    row.sort(key=mean)


def _crossings(rows: Sequence[Sequence[str | int]], links: Links) -> int:
    """How many links cross."""
    total = 0
    for number, row in enumerate(links):
        if not row:
            continue
        lower = {one: place for place, one in enumerate(rows[number])}
        upper = {one: place for place, one in enumerate(rows[number - 1])}
        passed: list[int] = []
        for _, end in sorted((lower[one], upper[other]) for one, other in row):
            total += len(passed) - bisect_right(passed, end)
            insort(passed, end)
    return total
