"""`strata state export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import DEFAULT_STACK, InSandbox, ShowSecrets, StackName
from cli.errors import UsageError

File = Annotated[Path | None, typer.Option("--file", metavar="FILE", help="Write to this file, for its owner only.")]


def export(
    stack: StackName = DEFAULT_STACK,
    *,
    sandbox: InSandbox = False,
    file: File = None,
    show_secrets: ShowSecrets = False,
) -> None:
    """Write what is on record to a file.

    `strata state import` and `pulumi stack import` read it. Secrets stay encrypted, unless they are to be shown.
    """
    from cli.render.screen import deployment, screen
    from cli.state.opening import open_stack
    from engine import files
    from engine.deployment_file import encode, export

    opened = open_stack(
        stack, sandbox=sandbox, strata=f"state export {stack}", pulumi=f"pulumi stack export --stack {stack}"
    )
    exported = encode(export(opened, show_secrets=show_secrets))
    if file is None:
        deployment(exported)
        return
    if not file.absolute().parent.is_dir():
        raise UsageError(f"--file: {file.absolute().parent} is not a folder")
    files.write(file.absolute(), exported)
    screen().say(f"{stack}: exported to {file}{', secrets in plain text' if show_secrets else ''}")
