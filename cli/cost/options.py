"""The options of `strata cost`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.arguments import complete_stack

CostedStack = Annotated[
    str | None, typer.Argument(metavar="[STACK]", help="The stack; else all.", autocompletion=complete_stack)
]
Other = Annotated[
    str | None, typer.Option("--diff", metavar="OTHER", help="Compare with another stack.", show_default=False)
]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="Compare with what an earlier --json wrote.")
]
Increase = Annotated[
    str | None,
    typer.Option("--max-increase", metavar="20%|USD", help="Exit with 1 if it costs more than this on top."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if something new has no known price.")]
Assume = Annotated[
    list[str] | None,
    typer.Option("--assume", metavar="NAME=AMOUNT", help="Use: s3_gib=500, or nat_gib=100..500. May be repeated."),
]
Details = Annotated[bool, typer.Option("--details", help="Show every line, with the source of its price.")]
Form = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", help="How to tell it.")]
