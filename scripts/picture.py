"""Draw the platform from a stack's state: components, what they hold, who needs whom.

    .venv/bin/python scripts/picture.py .strata/sandbox/.pulumi/stacks/strata/dev.json > docs/platform.svg

`make docs` does so from a dev of its own; `tests/docs/test_readme.py` fails when `docs/platform.svg` is stale.

Boxes are components, arrows point from a component to those it needs, as the recorded dependencies say. A component
stands one row below the lowest one it needs. Arrows that follow from others are left out.
"""

from __future__ import annotations

import html
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, MARGIN = 214, 80, 22, 54, 16
"""Pixels. Four boxes side by side stay readable in a page's column."""
LINE_MAX = 30
"""Characters of a line that fit into a box."""
PACKAGES = {"aws": "AWS", "kubernetes": "K8s"}

STYLE = """
  svg { color-scheme: light dark; font-family: ui-sans-serif, system-ui, sans-serif; background: #fff }
  .box { fill: #f4f7fb; stroke: #5b7fa8; stroke-width: 1.2 }
  .name { font-size: 17px; font-weight: 600; fill: #16324f }
  .line { font-size: 12px; fill: #44586c }
  .edge { stroke: #8aa0b6; stroke-width: 1.4; fill: none; marker-end: url(#tip) }
  #tip path { fill: #8aa0b6 }
  @media (prefers-color-scheme: dark) {
    svg { background: #10161d } .box { fill: #1a2530; stroke: #5b7fa8 } .name { fill: #e4edf6 } .line { fill: #a9bacb }
  }
"""


@dataclass
class Box:
    """A component: how many resources it holds by package and service or API group, and the components it needs."""

    name: str
    services: Counter[tuple[str, str]] = field(default_factory=Counter)
    needs: set[str] = field(default_factory=set)


def read_boxes(state: dict[str, Any]) -> dict[str, Box]:
    """The top-level components of a version-3 checkpoint."""
    resources = state["checkpoint"]["latest"]["resources"]
    parents = {resource["urn"]: resource.get("parent", "") for resource in resources}
    stack = next(urn for urn in parents if "::pulumi:pulumi:Stack::" in urn)

    def top(urn: str) -> str:
        while parents.get(urn, "") not in ("", stack):
            urn = parents[urn]
        return urn

    boxes = {
        resource["urn"]: Box(resource["urn"].rpartition("::")[2])
        for resource in resources
        if not resource["custom"] and resource.get("parent") == stack
    }
    for resource in resources:
        home = boxes.get(top(resource["urn"]))
        if home is None or not resource["custom"] or resource["type"].startswith("pulumi:"):
            continue
        package, module, _ = resource["type"].split(":")
        home.services[package, module.partition("/")[0].partition(".")[0]] += 1
        provider = resource.get("provider", "").rpartition("::")[0]
        for needed in [*resource.get("dependencies", []), provider]:
            other = boxes.get(top(needed))
            if other is not None and other is not home:
                home.needs.add(other.name)
    return {box.name: box for box in boxes.values()}


def reachable(boxes: dict[str, Box], start: str) -> set[str]:
    """Every component that this one needs, directly or through others."""
    seen: set[str] = set()
    waiting = list(boxes[start].needs)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(boxes[name].needs)
    return seen


def direct_needs(boxes: dict[str, Box], name: str) -> set[str]:
    """The needs that do not follow from others."""
    needs = boxes[name].needs
    return {other for other in needs if not any(other in reachable(boxes, between) for between in needs - {other})}


def depth(boxes: dict[str, Box], name: str) -> int:
    """The row: 0 for a component that needs none."""
    return max((1 + depth(boxes, other) for other in boxes[name].needs), default=0)


def rows_of(boxes: dict[str, Box]) -> list[list[str]]:
    """The names row by row, each near those it needs, so that few arrows cross."""
    rows: list[list[str]] = [[] for _ in range(1 + max(depth(boxes, name) for name in boxes))]
    for name in sorted(boxes):
        rows[depth(boxes, name)].append(name)
    position: dict[str, float] = {}

    def centre(name: str) -> float:
        above = [position[other] for other in direct_needs(boxes, name)]
        return sum(above) / len(above) if above else 0.5

    for row in rows:
        row.sort(key=centre)
        position.update({name: (column + 0.5) / len(row) for column, name in enumerate(row)})
    return rows


def draw(boxes: dict[str, Box]) -> str:
    """The picture as a self-contained SVG that follows the reader's light or dark setting. The same platform gives the
    same picture, in whatever order its resources were recorded.
    """
    rows = rows_of(boxes)
    widest = max(map(len, rows))
    width = 2 * MARGIN + widest * BOX_WIDTH + (widest - 1) * GAP_X
    height = 2 * MARGIN + len(rows) * BOX_HEIGHT + (len(rows) - 1) * GAP_Y
    places: dict[str, tuple[float, float]] = {}
    for row, names in enumerate(rows):
        start = (width - len(names) * BOX_WIDTH - (len(names) - 1) * GAP_X) / 2
        for column, name in enumerate(names):
            places[name] = (start + column * (BOX_WIDTH + GAP_X), MARGIN + row * (BOX_HEIGHT + GAP_Y))
    edges = [edge(places[name], places[other]) for name in places for other in sorted(direct_needs(boxes, name))]
    shapes = [box_shape(boxes[name], *places[name]) for name in places]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="The components of the platform and what each needs">\n<style>{STYLE}</style>\n'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z"/></marker></defs>\n' + "\n".join([*edges, *shapes]) + "\n</svg>\n"
    )


def edge(lower: tuple[float, float], upper: tuple[float, float]) -> str:
    """An arrow from the top of the needing box to the bottom of the needed one, which bends below the latter's row."""
    x1, y1 = lower[0] + BOX_WIDTH / 2, lower[1]
    x2, y2 = upper[0] + BOX_WIDTH / 2, upper[1] + BOX_HEIGHT + 2
    bend = upper[1] + BOX_HEIGHT + GAP_Y
    middle = (bend + y2) / 2
    curve = f"C{x1:.0f},{middle:.0f} {x2:.0f},{middle:.0f} {x2:.0f},{y2:.0f}"
    return f'<path class="edge" d="M{x1:.0f},{y1:.0f} V{bend:.0f} {curve}"/>'


def box_shape(box: Box, x: float, y: float) -> str:
    """A box: the component's name, its number of resources, and the services that most of them are of."""
    count = box.services.total()
    lines = [line for package in PACKAGES if (line := package_line(box, package))]
    texts = [
        f'<text class="line" x="{x + 12:.0f}" y="{y + 47 + 19 * number:.0f}">{html.escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    return (
        f'<rect class="box" x="{x:.0f}" y="{y:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8"/>'
        f'<text class="name" x="{x + 12:.0f}" y="{y + 24:.0f}">{html.escape(box.name)}</text>'
        f'<text class="line" x="{x + BOX_WIDTH - 12:.0f}" y="{y + 24:.0f}" text-anchor="end">{count} resources</text>'
        + "".join(texts)
    )


def package_line(box: Box, package: str) -> str:
    """The services of a package with their numbers of resources, the most frequent first, as many as fit."""
    counts = {service: count for (of, service), count in box.services.items() if of == package}
    ordered = sorted(counts, key=lambda service: (-counts[service], service))
    line = ""
    for service in ordered:
        longer = f"{line}, {service} {counts[service]}" if line else f"{PACKAGES[package]}: {service} {counts[service]}"
        if len(longer) > LINE_MAX - (0 if service == ordered[-1] else len(" …")):
            return f"{line} …"
        line = longer
    return line


if __name__ == "__main__":
    sys.stdout.write(draw(read_boxes(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
