"""`strata state passphrase`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import DEFAULT_STACK, InSandbox, StackName, Yes
from cli.errors import UsageError

if TYPE_CHECKING:
    from cli.workspace import Workspace
    from engine import Stack

NewFile = Annotated[
    Path | None, typer.Option("--new-passphrase-file", metavar="FILE", help="Read the new passphrase from this file.")
]


def passphrase(
    stack: StackName = DEFAULT_STACK,
    *,
    sandbox: InSandbox = False,
    new_passphrase_file: NewFile = None,
    yes: Yes = False,
) -> None:
    """Give a stack another passphrase.

    Encrypts the secrets on record and those in the stack file anew.

    The new passphrase comes from PULUMI_CONFIG_PASSPHRASE_NEW, from a file, or is asked for; the present one as always.
    Where that is the sandbox's own, which all of its stacks share, all of them are encrypted anew.
    """
    from cli.render.screen import screen
    from cli.state.new_passphrase import new_passphrase
    from cli.state.opening import confirm, open_stack
    from cli.workspace import Workspace
    from engine.passphrase import change_passphrase

    pulumi = f"pulumi stack change-secrets-provider passphrase --stack {stack}"
    opened = open_stack(stack, sandbox=sandbox, strata=f"state passphrase {stack}", pulumi=pulumi)
    workspace = Workspace.find()
    kept = workspace.passphrase_file
    stacks = _sharing(workspace) if kept else [opened]
    names = ", ".join(one.name for one in stacks)
    new = new_passphrase(new_passphrase_file)
    screen().say(f"to encrypt anew: the state and the stack file of {names}\nbackups keep the passphrase they have")
    confirm("Change the passphrase?", yes=yes)
    files = change_passphrase(stacks, new, screen().say, {kept: f"{new}\n".encode()} if kept else {})
    screen().say(f"encrypted anew: {names}{f'; changed {len(files)} stack files' if files else ''}")
    screen().say(f"the new passphrase is in {kept}" if kept else "from now on, the passphrase to give is the new one")


def _sharing(workspace: Workspace) -> list[Stack]:
    """Every stack that is encrypted with the sandbox's own passphrase.

    Raises:
        UsageError: some of them cannot be encrypted anew from here.
    """
    project = workspace.project
    foreign = sorted({name for name in workspace.backend.projects() if name != project.name})
    fileless = sorted({*workspace.backend.stacks(project.name)} - {*project.stacks()})
    unreachable = [f"the stacks of project {name}" for name in foreign]
    unreachable += [f"stack {name}, which has no stack file" for name in fileless]
    if unreachable:
        raise UsageError(
            f"the sandbox's passphrase also opens {', '.join(unreachable)}; to change it for one stack alone, "
            f"set PULUMI_CONFIG_PASSPHRASE to it: PULUMI_CONFIG_PASSPHRASE=$(cat {workspace.passphrase_file})"
        )
    return [workspace.stack(name) for name in project.stacks()]
