"""Where everything stands, in pixels: rows become positions, boxes as large as what they hold.

The page does the same in `browser/placing.js`, each time a box opens or closes; a test holds the two together.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.levels import Level
from graph.rows import Rows

GAP_X: Final = 18
"""Pixels between boxes of a row."""
GAP_Y: Final = 42
"""Pixels between rows that arrows run between."""
GAP_IDLE: Final = 14
"""Pixels between rows that none runs between."""
PASSING_WIDTH: Final = 10
"""Pixels that a passing arrow's place is wide."""
PORT_GAP: Final = 14
"""Pixels between the arrows of one box, at most."""

Item = str | int


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A level in pixels, from its own upper left corner.

    Attributes:
        size: of all of it.
        corners: the upper left corner of each box.
        lines: for each arrow its stations, from the needing box's top to the needed one's bottom.
    """

    size: Size
    corners: Mapping[str, tuple[float, float]]
    lines: Mapping[tuple[str, str], Sequence[tuple[float, float]]]


def place(level: Level, rows: Rows, size_of: Callable[[str], Size]) -> Placed:
    """Place a level's boxes, and its arrows."""
    sizes = {child: size_of(child) for child in level.children}
    stations = _stations(level, rows)
    width = {one: sizes[one].width if isinstance(one, str) else PASSING_WIDTH for row in rows.rows for one in row}
    centre = _centres(rows.rows, width, stations)
    left = min((centre[one] - width[one] / 2 for one in centre), default=0.0)
    right = max((centre[one] + width[one] / 2 for one in centre), default=0.0)
    tops, bottoms = _bands(rows.rows, sizes, stations)
    row_of = {one: number for number, row in enumerate(rows.rows) for one in row}
    middle = {one: round(centre[one] - left, 1) for one in centre}
    corners = {child: (middle[child] - sizes[child].width / 2, tops[row_of[child]]) for child in level.children}
    lines = {}
    ports = _ports(stations, middle, sizes)
    for arrow, passed in stations.items():
        start, end = ports[arrow]
        points = [(start, tops[row_of[arrow[0]]])]
        for one in passed[1:-1]:
            points += [(middle[one], bottoms[row_of[one]]), (middle[one], tops[row_of[one]])]
        # A box may be less high than its row: the arrow goes on straight to it.
        points += [(end, bottoms[row_of[arrow[1]]]), (end, tops[row_of[arrow[1]]] + sizes[arrow[1]].height)]
        lines[arrow] = points
    return Placed(Size(round(right - left, 1), bottoms[-1] if bottoms else 0.0), corners, lines)


def _stations(level: Level, rows: Rows) -> dict[tuple[str, str], list[Item]]:
    """What each arrow runs along, from the needing box to the needed one."""
    pairs = [(arrow.source, arrow.target) for arrow in level.arrows]
    return {pair: [pair[0], *rows.passing.get(pair, ()), pair[1]] for pair in pairs}


def _centres(
    rows: Sequence[Sequence[Item]], width: Mapping[Item, float], stations: Mapping[tuple[str, str], Sequence[Item]]
) -> dict[Item, float]:
    """The middle of each item: where its neighbours are on average, as far as the row's order allows."""
    centre: dict[Item, float] = {}
    for row in rows:
        at = -(sum(width[one] for one in row) + GAP_X * (len(row) - 1)) / 2
        for one in row:
            centre[one] = at + width[one] / 2
            at += width[one] + GAP_X
    above: dict[Item, list[Item]] = defaultdict(list)
    below: dict[Item, list[Item]] = defaultdict(list)
    for passed in stations.values():
        for lower, upper in itertools.pairwise(passed):
            above[lower].append(upper)
            below[upper].append(lower)
    for linked, order in ((above, rows), (below, rows[::-1]), (above, rows)):
        for row in order:
            wanted = [
                sum(centre[other] for other in linked[one]) / len(linked[one]) if linked[one] else centre[one]
                for one in row
            ]
            centre |= zip(row, _spread(wanted, [width[one] for one in row]), strict=True)
    return centre


def _spread(wanted: Sequence[float], widths: Sequence[float]) -> list[float]:
    """The centres nearest to the wanted ones, in the least squares' sense, that keep the order and the gaps.

    Without the room that each takes this is isotonic regression, which pooling adjacent violators solves.
    """
    offsets = [0.0]
    for one, other in itertools.pairwise(widths):
        offsets.append(offsets[-1] + (one + other) / 2 + GAP_X)
    pools: list[tuple[float, int]] = []  # the mean, and of how many
    for want, offset in zip(wanted, offsets, strict=False):
        mean, count = want - offset, 1
        while pools and pools[-1][0] > mean:
            before, number = pools.pop()
            mean, count = (before * number + mean * count) / (number + count), number + count
        pools.append((mean, count))
    means = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]


def _bands(
    rows: Sequence[Sequence[Item]], sizes: Mapping[str, Size], stations: Mapping[tuple[str, str], Sequence[Item]]
) -> tuple[list[float], list[float]]:
    """The upper and the lower edge of each row."""
    linked = {passed[place] for passed in stations.values() for place in range(len(passed) - 1)}
    tops: list[float] = []
    bottoms: list[float] = []
    for row in rows:
        gap = GAP_Y if any(one in linked for one in row) else GAP_IDLE
        tops.append(bottoms[-1] + gap if bottoms else 0.0)
        bottoms.append(tops[-1] + max((sizes[one].height for one in row if isinstance(one, str)), default=0.0))
    return tops, bottoms


def _ports(
    stations: Mapping[tuple[str, str], Sequence[Item]], middle: Mapping[Item, float], sizes: Mapping[str, Size]
) -> dict[tuple[str, str], tuple[float, float]]:
    """Where on its boxes' edges each arrow begins and ends: side by side, in the order of where they lead."""
    leaving: dict[str, list[tuple[float, tuple[str, str]]]] = defaultdict(list)
    arriving: dict[str, list[tuple[float, tuple[str, str]]]] = defaultdict(list)
    for arrow, passed in stations.items():
        leaving[arrow[0]].append((middle[passed[1]], arrow))
        arriving[arrow[1]].append((middle[passed[-2]], arrow))
    found: list[dict[tuple[str, str], float]] = [{}, {}]
    for side, boxes in enumerate((leaving, arriving)):
        for box, arrows in boxes.items():
            gap = min(PORT_GAP, (sizes[box].width - 40) / max(1, len(arrows) - 1))
            for place, (_, arrow) in enumerate(sorted(arrows)):
                found[side][arrow] = round(middle[box] + (place - (len(arrows) - 1) / 2) * gap, 1)
    return {arrow: (found[0][arrow], found[1][arrow]) for arrow in stations}
