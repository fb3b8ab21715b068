"""The options that the commands of `strata add` share."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.arguments import complete_stack

StackOption = Annotated[
    str, typer.Option("--stack", metavar="STACK", help="Whose file it is added to.", autocompletion=complete_stack)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check it and show the difference; write nothing.")]
Cpus = Annotated[float | None, typer.Option("--cpus", help="Processors of each replica.", show_default=False)]
MemoryGib = Annotated[
    float | None, typer.Option("--memory-gib", help="Memory of each replica, in GiB.", show_default=False)
]
Gpus = Annotated[int | None, typer.Option("--gpus", help="GPUs of each replica.", show_default=False)]
