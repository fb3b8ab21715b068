"""`strata graph`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.arguments import DEFAULT_STACK, Json, StackName
from cli.errors import UsageError

Form = Literal["html", "svg", "mermaid", "json"]
Format = Annotated[Form, typer.Option("--format", help="A page to explore, a picture, text for Markdown, or data.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file; `-` is standard output. Unless told, the page goes to graph-STACK.html, and all else "
        "to standard output.",
        show_default=False,
    ),
]
State = Annotated[bool, typer.Option("--state", help="What the sandbox has on record, instead of what would be.")]
Depth = Annotated[
    int,
    typer.Option("--depth", min=1, metavar="N", help="How many levels of boxes a picture, or Mermaid, shows."),
]
View = Annotated[
    Literal["structure", "flow"], typer.Option("--view", help="What needs what, or where data goes; the page has both.")
]
Open = Annotated[bool, typer.Option("--open", help="Open the file in the browser.")]


def graph(
    stack: StackName = DEFAULT_STACK,
    *,
    format_: Format = "html",
    output: Output = None,
    state: State = False,
    view: View = "structure",
    depth: Depth = 1,
    open_: Open = False,
    json: Json = False,
) -> None:
    """Draw a stack, and what needs what in it.

    With where data goes, findings, costs and steps. The stack is planned in the sandbox; nothing is created. The page
    needs no network, and no form holds a secret.
    """
    from cli.graphs.sources import planned_graph, recorded_graph
    from cli.render.graph import open_file, told, write
    from cli.workspace import Workspace

    form: Form = "json" if json else format_
    if output is None and form == "html":
        output = Path(f"graph-{stack}.html")
    target = None if output is None or str(output) == "-" else output
    if target is not None and not target.absolute().parent.is_dir():
        raise UsageError(f"--output: {target.absolute().parent} is not a folder")
    if open_ and target is None:
        raise UsageError("--open: standard output cannot be opened; name a file with --output")
    drawn = (recorded_graph if state else planned_graph)(Workspace.find(), stack)
    write(told(drawn, form, depth, view), target, drawn)
    if open_ and target is not None:
        open_file(target)
