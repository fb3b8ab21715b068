"""`strata recover`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.arguments import DEFAULT_STACK, InSandbox, Json, StackName
from cli.errors import ChangesFound, OperationFailed

Apply = Annotated[bool, typer.Option("--apply", help="Mend what is found.")]
ReleaseLock = Annotated[
    str,
    typer.Option(
        "--release-lock",
        metavar="USER@HOST:PID",
        help="Release the lock of this holder on another host; make sure first that it has ended.",
    ),
]


def recover(
    stack: StackName = DEFAULT_STACK,
    *,
    sandbox: InSandbox = False,
    apply: Apply = False,
    release_lock: ReleaseLock = "",
    json: Json = False,
) -> None:
    """Find and mend what a crash has left behind.

    Locks, changes that were cut off, half-written files, a damaged checkpoint, a journal, operations without an answer,
    Helm releases that are stuck. Without --apply nothing is changed.
    """
    from cli.recovery import provider_stages
    from cli.render.recovery import recovery_lines, recovery_record
    from cli.render.screen import note, screen
    from cli.state.opening import open_stack
    from cli.workspace import Workspace
    from engine.diagnosis import stages_of
    from engine.finding import examine

    opened = open_stack(
        stack,
        sandbox=sandbox,
        strata=f"recover {stack}",
        pulumi=f"pulumi cancel --stack {stack} && pulumi refresh --stack {stack}",
        as_found=True,
    )
    stages = [*stages_of(opened, note, release=release_lock), *provider_stages(Workspace.find(), opened)]
    outcomes = examine(stages, apply=apply)
    if json:
        screen(json=True).facts(recovery_record(stack, outcomes, apply=apply))
    else:
        screen().say("\n".join(recovery_lines(stack, outcomes, apply=apply)))
    if outcomes and not apply:
        raise ChangesFound
    if any(outcome.remains for outcome in outcomes):
        raise OperationFailed
