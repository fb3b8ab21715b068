"""`strata state import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import DEFAULT_STACK, InSandbox, StackName, Yes
from cli.errors import UsageError

if TYPE_CHECKING:
    from engine.deployment_file import Difference

File = Annotated[Path | None, typer.Option("--file", metavar="FILE", help="Read this file instead of standard input.")]
Force = Annotated[
    bool, typer.Option("--force", help="Import in spite of what speaks against it, or over what cannot be read.")
]


def import_(
    stack: StackName = DEFAULT_STACK,
    *,
    sandbox: InSandbox = False,
    file: File = None,
    force: Force = False,
    yes: Yes = False,
) -> None:
    """Replace what is on record by a file's.

    `strata state export` or `pulumi stack export` has written the file. Refuses a deployment that does not hold
    together, or is another stack's. What is real stays as it is.
    """
    from cli.render.screen import screen
    from cli.state.opening import confirm, open_stack
    from engine import importing

    opened = open_stack(
        stack, sandbox=sandbox, strata=f"state import {stack}", pulumi=f"pulumi stack import --stack {stack}"
    )
    content = _content(file)
    with importing.hold(opened, content, screen().say, force=force) as planned:
        screen().say("\n".join([*planned.warnings, *_told(stack, planned.difference)]))
        confirm("Import it?", yes=yes)
        for copy in planned.carry_out():
            screen().say(f"kept what could not be read as {copy}")
    screen().say(f"{stack}: imported; it has {len(planned.snapshot.resources)} resources now")


def _content(file: Path | None) -> bytes:
    if file is None:
        if typer.get_text_stream("stdin").isatty():
            raise UsageError("give the deployment on standard input, or with --file")
        return typer.get_binary_stream("stdin").read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"--file: {file}: cannot be read: {error.strerror}") from error


def _told(stack: str, difference: Difference) -> list[str]:
    if not difference:
        return [f"{stack} has the same resources already"]
    lines = [f"what changes on record of {stack}; what is real stays as it is:"]
    lines += [f"  + {urn}" for urn in difference.added]
    lines += [f"  ~ {urn}: {', '.join(fields)}" for urn, fields in difference.changed.items()]
    lines += [f"  - {urn}" for urn in difference.removed]
    return lines
