"""A graph in the form that was asked for, in a file or on standard output."""

from __future__ import annotations

import json
import sys
import webbrowser
from pathlib import Path

from cli.render.screen import note, screen
from graph import Graph
from graph.homes import STACK_TYPE
from graph.mermaid import as_mermaid
from graph.page import as_html
from graph.record import record
from graph.svg import as_svg


def told(graph: Graph, form: str, depth: int, view: str) -> str:
    """The graph as `html`, `svg`, `mermaid` or `json`.

    Args:
        depth: how many levels of boxes a picture, or Mermaid, shows.
        view: `structure`, what needs what; or `flow`, where data goes. The page begins with it; JSON holds both.
    """
    if form == "html":
        return as_html(graph, view)
    if form == "json":
        return json.dumps(record(graph), indent=1) + "\n"
    return as_svg(graph, depth, view) if form == "svg" else as_mermaid(graph, depth, view)


def write(content: str, target: Path | None, graph: Graph) -> None:
    """Write it to a file, and say so; or to standard output, and nothing else."""
    if target is None:
        sys.stdout.write(content)
        return
    target.write_text(content, encoding="utf-8")
    resources = sum(node.custom for node in graph.nodes)
    components = sum(not node.custom and node.type != STACK_TYPE for node in graph.nodes)
    screen().say(f"wrote {target}: {_number(resources, 'resource')}, {_number(components, 'component')}")


def open_file(target: Path) -> None:
    """Show a file in the browser; where there is none, say where the file is."""
    if not webbrowser.open(target.absolute().as_uri()):
        note(f"no browser was found; open {target.absolute().as_uri()}")


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
