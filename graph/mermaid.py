"""The graph as a Mermaid flowchart, for Markdown: as much as Mermaid draws by default, and said what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from graph.flows import flow_level
from graph.levels import End, Level, boxes_of
from graph.model import ROOT, Edge, Graph, Kind
from graph.summary import Summary, label, short_type, summaries

ARROWS_MAX: Final = 500
"""Mermaid's `maxEdges`: it refuses to draw more."""
LENGTH_MAX: Final = 50_000
"""Mermaid's `maxTextSize`, in characters."""
_PLAIN: Final = frozenset(" -_.,:/()+$?▲·\N{EN DASH}…")


def as_mermaid(graph: Graph, depth: int = 1, view: str = "structure") -> str:
    """The flowchart; less deep than asked for, if Mermaid would refuse it otherwise.

    Args:
        depth: how many levels of boxes are shown.
        view: `structure`, what needs what; or `flow`, where data goes.
    """
    if view == "flow":
        return _fitted(_flow(graph))
    boxes, counted = boxes_of(graph), summaries(graph)
    deepest = min(depth, _deepest(boxes))
    for shown in range(deepest, 0, -1):
        lines = list(_structure(graph, boxes, counted, shown))
        if _fits(lines):
            told = f"  %% {shown} of {depth} levels: more is more than Mermaid draws\n" if shown < deepest else ""
            return f"flowchart BT\n{told}" + "\n".join(lines) + "\n"
    return _fitted(["flowchart BT", *lines])


def _structure(graph: Graph, boxes: Mapping[str, Level], counted: Mapping[str, Summary], depth: int) -> Iterator[str]:
    number = {node.urn: f"n{place}" for place, node in enumerate(graph.nodes)}

    def level(box: str, at: int) -> Iterator[str]:
        indent = "  " * at
        held = boxes[box]
        outer = graph.by_urn[box].name if box != ROOT else ""
        for urn in held.children:
            node = graph.by_urn[urn]
            name = label(node.name, outer)
            if urn in boxes and at < depth:
                yield f'{indent}subgraph {number[urn]}["{_escaped(name)}"]'
                yield from level(urn, at + 1)
                yield f"{indent}end"
                continue
            count = f" · {counted[urn].content()}" if urn in boxes else ""
            lines = [name, f"{short_type(node.type)}{count}", counted[urn].overlay()]
            yield f'{indent}{number[urn]}["{"<br/>".join(_escaped(line) for line in lines if line)}"]'
        for arrow in held.arrows:
            ends = [number[arrow.source], number[arrow.target]]
            line = "<-->" if arrow.tip is End.BOTH else "-->"
            yield f"{indent}{f' {line} '.join(ends[::-1] if arrow.tip is End.SOURCE else ends)}"

    yield from level(ROOT, 1)


def _flow(graph: Graph) -> list[str]:
    number = {node.urn: f"n{place}" for place, node in enumerate(graph.nodes)}
    lines = ["flowchart TB"]
    for urn in flow_level(graph).children:
        node = graph.by_urn[urn]
        lines.append(f'  {number[urn]}["{_escaped(node.name)}<br/>{_escaped(short_type(node.type))}"]')
    return lines + [_flow_arrow(number, edge) for edge in graph.edges if edge.kind is Kind.FLOW]


def _flow_arrow(number: Mapping[str, str], edge: Edge) -> str:
    line = "<-->" if edge.both else "-->"
    return f'  {number[edge.source]} {line}|"{_escaped(", ".join(edge.labels))}"| {number[edge.target]}'


def _deepest(boxes: Mapping[str, Level]) -> int:
    def below(box: str) -> int:
        return 1 + max((below(child) for child in boxes[box].children if child in boxes), default=0)

    return below(ROOT)


def _is_arrow(line: str) -> bool:
    return "-->" in line and "[" not in line


def _fits(lines: list[str]) -> bool:
    return sum(map(_is_arrow, lines)) <= ARROWS_MAX and sum(len(line) + 1 for line in lines) <= LENGTH_MAX - 200


def _fitted(lines: list[str]) -> str:
    """As many of the lines as Mermaid draws, arrows last; a comment tells how many are missing."""
    kept: list[str] = []
    room, arrows = LENGTH_MAX - 200, ARROWS_MAX
    for line in lines:
        arrow = _is_arrow(line)
        if len(line) + 1 <= room and (not arrow or arrows):
            kept.append(line)
            room -= len(line) + 1
            arrows -= arrow
    told = (
        [f"  %% {len(lines) - len(kept)} lines are left out: more than Mermaid draws"] if len(kept) < len(lines) else []
    )
    return "\n".join([*kept, *told]) + "\n"


def _escaped(text: str) -> str:
    """Text in a label: letters, digits and a few signs as they are, all else by its number."""
    return "".join(one if one.isalnum() or one in _PLAIN else f"#{ord(one)};" for one in text)
