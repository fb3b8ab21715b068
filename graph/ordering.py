"""The order of boxes in their rows in which the fewest arrows cross."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence

SWEEPS = 8
Item = str | int
"""A box, by its URN; or the number of a passing arrow's place."""
Links = list[list[tuple[Item, Item]]]
"""For each row, what in it is linked to what in the row above."""


def ordered(rows: list[list[Item]], links: Links) -> list[list[Item]]:
    """Each row in the order in which the fewest links cross, of those that sweeping down and up finds."""
    above: dict[Item, list[Item]] = defaultdict(list)
    below: dict[Item, list[Item]] = defaultdict(list)
    for linked in links:
        for lower, upper in linked:
            above[lower].append(upper)
            below[upper].append(lower)
    now = [list(row) for row in rows]
    best, fewest = now, _crossings(now, links)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        neighbours, order = (above, range(1, len(now))) if sweep % 2 == 0 else (below, range(len(now) - 2, -1, -1))
        now = [list(row) for row in now]
        for row in order:
            _sort(now[row], now[row - 1 if sweep % 2 == 0 else row + 1], neighbours)
        crossings = _crossings(now, links)
        if crossings < fewest:
            best, fewest = now, crossings
    return best


def _sort(row: list[Item], fixed: Sequence[Item], linked: Mapping[Item, list[Item]]) -> None:
    """Put each where its neighbours in the fixed row are on average; what has none stays about where it is."""
    place = {one: (number + 0.5) / len(fixed) for number, one in enumerate(fixed)}
    own = {one: (number + 0.5) / len(row) for number, one in enumerate(row)}

    def mean(one: Item) -> float:
        others = linked.get(one)
        return sum(place[other] for other in others) / len(others) if others else own[one]

    row.sort(key=mean)


def _crossings(rows: Sequence[Sequence[Item]], links: Links) -> int:
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
