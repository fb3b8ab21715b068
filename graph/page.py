"""The graph as one page that needs no network: nodes, edges and the rows of every box as data; a script draws them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from graph import placing
from graph.flows import flow_level
from graph.levels import Level, boxes_of
from graph.model import ROOT, Graph
from graph.record import record
from graph.rows import Rows, rows_of

_BROWSER: Final = Path(__file__).with_name("browser")
_SCRIPTS: Final = (
    "data.js",
    "placing.js",
    "address.js",
    "finding.js",
    "drawing.js",
    "reach.js",
    "details.js",
    "main.js",
)
NARROW: Final = 2
"""Boxes in a row on a phone."""
TEXT_MAX: Final = 2_000
"""Characters of a value that the page holds."""
PROPERTIES_MAX: Final = 4_000_000
"""Characters of properties, as JSON, that the page holds; the JSON form has no limit."""
METRICS: Final[dict[str, Any]] = {
    "leaf": {"wide": [190, 46], "narrow": [160, 46]},
    "box": {"wide": [200, 66], "narrow": [160, 66]},
    "header": 36,
    "pad": 14,
    "gapX": placing.GAP_X,
    "gapY": placing.GAP_Y,
    "gapIdle": placing.GAP_IDLE,
    "passing": placing.PASSING_WIDTH,
    "portGap": placing.PORT_GAP,
    "arrowsMax": 400,
}
"""Pixels; and how many arrows of one box are drawn at most: where there are more, only those of the chosen one."""


def as_html(graph: Graph, view: str = "structure") -> str:
    """The page.

    Args:
        view: what it shows first: `structure`, what needs what; or `flow`, where data goes.
    """
    style = (_BROWSER / "page.css").read_text(encoding="utf-8")
    script = "\n".join((_BROWSER / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    script = f'(function () {{\n"use strict";\n{script}}})();\n'
    data = document(graph) | {"view": view}
    filled = {
        "TITLE": escape(f"{graph.subject}: graph"),
        # Nothing is loaded, and only this very script runs, whatever a name or a value may hold.
        "POLICY": f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
        "STYLE": style,
        "DATA": in_script(data),
        "SCRIPT": script,
    }
    page = (_BROWSER / "page.html").read_text(encoding="utf-8")
    parts = page.split("%%")
    return "".join(part if place % 2 == 0 else filled[part] for place, part in enumerate(parts))


def document(graph: Graph) -> dict[str, Any]:
    """What the page holds: the record, and for each box its rows, for wide windows and for narrow ones."""
    boxes = boxes_of(graph)
    name = graph.ids.__getitem__
    told = record(graph)
    told["notes"] += _shorten(told["nodes"])
    return told | {
        "levels": {(name(box) if box != ROOT else ROOT): _level(level, name) for box, level in boxes.items()},
        "flow": _level(flow_level(graph), name),
        "metrics": METRICS,
    }


def _shorten(nodes: Sequence[dict[str, Any]]) -> list[str]:
    """Cut what would make the page large; what the reader must know of that."""
    room, without = PROPERTIES_MAX, 0
    for node in nodes:
        for name in ("properties", "outputs"):
            if name in node:
                node[name] = _cut(node[name])
                room -= len(json.dumps(node[name]))
                if room < 0:
                    del node[name]
                    without += 1
    return [f"the properties of {without} resources are left out: a page holds 4 MB of them"] if without else []


def _cut(value: Any) -> Any:
    if isinstance(value, str) and len(value) > TEXT_MAX:
        return f"{value[:TEXT_MAX]}… and {len(value) - TEXT_MAX:,} more characters"
    if isinstance(value, Mapping):
        return {name: _cut(one) for name, one in value.items()}
    return [_cut(one) for one in value] if isinstance(value, list) else value


def in_script(data: Mapping[str, Any]) -> str:
    """JSON that no HTML parser sees an end, or a beginning, of anything in."""
    told = json.dumps(data, separators=(",", ":"), ensure_ascii=True, sort_keys=False)
    return told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _level(level: Level, name: Callable[[str], str]) -> dict[str, Any]:
    arrows = [[name(arrow.source), name(arrow.target), arrow.count, arrow.tip.value] for arrow in level.arrows]
    return {"arrows": arrows} | {
        form: _rows(rows_of(level, width), level, name) for form, width in (("wide", None), ("narrow", NARROW))
    }


def _rows(rows: Rows, level: Level, name: Callable[[str], str]) -> dict[str, Any]:
    """The rows, and for each arrow of the level its places."""
    told = [[one if isinstance(one, int) else name(one) for one in row] for row in rows.rows]
    return {"rows": told, "passing": [rows.passing.get((arrow.source, arrow.target), ()) for arrow in level.arrows]}


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
