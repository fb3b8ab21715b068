"""The graph as a picture: one SVG file that follows the reader's light or dark setting, the same for the same stack."""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.flows import flow_level
from graph.levels import End, Level, boxes_of
from graph.model import ROOT, Graph, Kind, Node
from graph.placing import Placed, Size, place
from graph.rows import rows_of
from graph.summary import Summary, label, short_type, summaries

LEAF: Final = Size(208, 46)
MARGIN, HEADER, PAD = 18, 38, 16
CLOSED_WIDTH = 232
PACKAGES: Final = {"aws": "AWS", "kubernetes": "K8s"}

STYLE: Final = """
  svg { color-scheme: light dark; font-family: ui-sans-serif, system-ui, sans-serif; background: #fff }
  .frame { fill: #f4f7fb; stroke: #5b7fa8; stroke-width: 1.2 }
  .open { fill: #e9eff6 }
  .leaf { fill: #fff; stroke: #9fb2c6 }
  .name { font-size: 15px; font-weight: 600; fill: #16324f }
  .leaf-name { font-size: 12.5px; font-weight: 600; fill: #16324f }
  .line { font-size: 12px; fill: #44586c }
  .small { font-size: 11px; fill: #44586c }
  .edge { stroke: #7d93aa; stroke-width: 1.4; fill: none }
  .tip { fill: #7d93aa }
  @media (prefers-color-scheme: dark) {
    svg { background: #10161d } .frame { fill: #1a2530 } .open { fill: #141d26 }
    .leaf { fill: #202d3a; stroke: #4c6178 }
    .name, .leaf-name { fill: #e4edf6 } .line, .small { fill: #a9bacb }
  }
"""


@dataclass(frozen=True)
class _Drawing:
    """What is drawn.

    Attributes:
        boxes: what each box holds.
        depth: how many levels of boxes are shown.
        summaries: what each comes to.
        placed: the open boxes, in pixels.
    """

    graph: Graph
    boxes: Mapping[str, Level]
    depth: int
    summaries: Mapping[str, Summary]
    placed: dict[str, Placed]
    flow: bool

    def size(self, urn: str, at: int) -> Size:
        """How large a box is that stands at a depth; what it holds is placed."""
        if urn not in self.boxes or self.flow:
            return LEAF
        if at > self.depth:
            return Size(CLOSED_WIDTH, 50 + 18 * len(self.lines(urn)))
        level = self.boxes[urn]
        self.placed[urn] = inner = place(level, rows_of(level), lambda child: self.size(child, at + 1))
        return Size(max(inner.size.width + 2 * PAD, CLOSED_WIDTH), inner.size.height + HEADER + PAD)

    def lines(self, urn: str) -> list[str]:
        """What a closed box says of its content."""
        summary = self.summaries[urn]
        services = (_services(summary.types, package) for package in PACKAGES)
        return [line for line in (*services, summary.overlay()) if line]


def as_svg(graph: Graph, depth: int = 1, view: str = "structure") -> str:
    """The picture.

    Args:
        depth: how many levels of boxes are shown; what is deeper is counted.
        view: `structure`, what needs what; or `flow`, where data goes.
    """
    flow = view == "flow"
    boxes = {ROOT: flow_level(graph)} if flow else boxes_of(graph)
    drawing = _Drawing(graph, boxes, depth, summaries(graph), {}, flow)
    level = boxes[ROOT]
    outer = drawing.placed[ROOT] = place(level, rows_of(level), lambda child: drawing.size(child, 2))
    width, height = (_number(side + 2 * MARGIN) for side in (max(outer.size.width, 300), max(outer.size.height, 20)))
    what = "where its data goes" if flow else "its components and what each needs"
    shapes = "\n".join(_level(drawing, ROOT, MARGIN, MARGIN))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{_text(graph.subject)}: {what}">\n<style>{STYLE}</style>\n{shapes}\n</svg>\n'
    )


def _level(drawing: _Drawing, box: str, left: float, top: float) -> Iterator[str]:
    """What a box holds: arrows first, so that no line lies on a box."""
    placed = drawing.placed[box]
    free = {(edge.target, edge.source) for edge in drawing.graph.edges if edge.kind is Kind.FLOW and edge.both}
    tips = {(arrow.source, arrow.target): arrow.tip for arrow in drawing.boxes[box].arrows}
    for pair, points in placed.lines.items():
        moved = [(x + left, y + top) for x, y in points]
        yield f'<path class="edge" d="{_line(moved)}"/>'
        # Needs point up, to what is needed; data goes down, to what takes it.
        both = tips[pair] is End.BOTH or (drawing.flow and pair in free)
        up = both or (tips[pair] is End.SOURCE) == drawing.flow
        for (x, y), way, shown in ((moved[-1], -1, up), (moved[0], 1, both or not up)):
            if shown:
                yield f'<path class="tip" d="M{_number(x)} {_number(y)}l-4 {-7 * way}h8z"/>'
    for urn, (x, y) in placed.corners.items():
        yield from _box(drawing, urn, box, x + left, y + top)


def _box(drawing: _Drawing, urn: str, home: str, left: float, top: float) -> Iterator[str]:
    node = drawing.graph.by_urn[urn]
    outer = drawing.graph.by_urn[home].name if home else ""
    name = label(node.name, outer)
    inner = drawing.placed.get(urn)
    if urn not in drawing.boxes or drawing.flow:
        yield _frame("frame leaf", left, top, LEAF)
        yield _line_of("leaf-name", left + 11, top + 19, _fitted(name, LEAF.width - 22, 12.5 * 0.6))
        told = " · ".join(filter(None, (_kind(drawing, node), drawing.summaries[urn].overlay())))
        yield _line_of("small", left + 11, top + 36, _fitted(told, LEAF.width - 22, 6.1))
    elif inner is None:
        lines = drawing.lines(urn)
        count = drawing.summaries[urn].content()
        yield _frame("frame", left, top, Size(CLOSED_WIDTH, 50 + 18 * len(lines)))
        yield _line_of("name", left + 12, top + 25, _fitted(name, CLOSED_WIDTH - 30 - 6.4 * len(count), 9))
        yield _line_of("line", left + CLOSED_WIDTH - 12, top + 25, count, "end")
        for number, line in enumerate(lines):
            yield _line_of("line", left + 12, top + 48 + 18 * number, _fitted(line, CLOSED_WIDTH - 24, 6.5))
    else:
        size = Size(max(inner.size.width + 2 * PAD, CLOSED_WIDTH), inner.size.height + HEADER + PAD)
        told = " · ".join(filter(None, (short_type(node.type), drawing.summaries[urn].overlay())))
        fit = _fitted(name, size.width - 30, 9)
        yield _frame("frame open", left, top, size)
        yield _line_of("name", left + 12, top + 25, fit)
        rest = size.width - 40 - 9 * len(fit)
        if rest > 60:
            yield _line_of("line", left + size.width - 12, top + 25, _fitted(told, rest, 6.5), "end")
        yield from _level(drawing, urn, left + (size.width - inner.size.width) / 2, top + HEADER)


def _kind(drawing: _Drawing, node: Node) -> str:
    """What a leaf is; where data goes, also whose."""
    if not drawing.flow:
        return short_type(node.type)
    parent = drawing.graph.by_urn.get(node.parent)
    return f"{parent.name} · {node.type.rpartition(':')[2]}" if parent else short_type(node.type)


def _services(types: Mapping[str, int], package: str) -> str:
    """The services of a package with their numbers of resources, the most frequent first, as many as fit."""
    counts: Counter[str] = Counter()
    for type_, count in types.items():
        of, _, rest = type_.partition(":")
        if of == package:
            counts[rest.partition(":")[0].partition("/")[0].partition(".")[0]] += count
    ordered = sorted(counts, key=lambda service: (-counts[service], service))
    line = ""
    for service in ordered:
        longer = f"{line}, {service} {counts[service]}" if line else f"{PACKAGES[package]}: {service} {counts[service]}"
        if len(longer) > 33 - (0 if service == ordered[-1] else 2):
            return f"{line} …"
        line = longer
    return line


def _line(points: Sequence[tuple[float, float]]) -> str:
    """Straight through rows, bent between them."""
    told = f"M{_number(points[0][0])} {_number(points[0][1])}"
    for (from_x, from_y), (x, y) in itertools.pairwise(points):
        middle = _number((from_y + y) / 2)
        bend = f"C{_number(from_x)} {middle} {_number(x)} {middle} {_number(x)} {_number(y)}"
        told += f"V{_number(y)}" if from_x == x else bend
    return told


def _frame(kind: str, left: float, top: float, size: Size) -> str:
    place = f'x="{_number(left)}" y="{_number(top)}" width="{_number(size.width)}" height="{_number(size.height)}"'
    return f'<rect class="{kind}" {place} rx="8"/>'


def _line_of(kind: str, x: float, y: float, text: str, anchor: str = "start") -> str:
    at = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text class="{kind}" x="{_number(x)}" y="{_number(y)}"{at}>{_text(text)}</text>'


def _fitted(text: str, room: float, per_character: float) -> str:
    """As much of a text as fits, by the width of an average character; those of East Asia take about two."""
    used = 0.0
    for number, character in enumerate(text):
        used += per_character * (1.7 if unicodedata.east_asian_width(character) in "WF" else 1)
        if used > room:
            return f"{text[: max(1, number - 1)]}…"
    return text


def _text(text: str) -> str:
    """Text for XML, which allows hardly any control character and no half of a surrogate pair."""
    return html.escape(re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
