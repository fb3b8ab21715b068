"""`strata state unprotect`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from cli.arguments import AnyResources, InSandbox, StackName, Yes
from cli.errors import UsageError

All = Annotated[bool, typer.Option("--all", help="Every resource of the stack.")]


def unprotect(
    stack: StackName,
    resources: AnyResources = None,
    *,
    sandbox: InSandbox = False,
    all_: All = False,
    yes: Yes = False,
) -> None:
    """Allow that resources are deleted.

    Only the record changes: the next `up` protects what the program still declares as protected.
    """
    from cli.render.screen import screen
    from cli.state.opening import confirm, open_stack
    from engine.editing import hold, save
    from engine.selection import select

    if all_ == bool(resources):
        raise UsageError("give the resources, or --all")
    quoted = "--all" if all_ else " ".join(f"'{one}'" for one in resources or ())
    opened = open_stack(
        stack,
        sandbox=sandbox,
        strata=f"state unprotect {stack} {quoted}",
        pulumi=f"pulumi state unprotect --stack {stack} {quoted}",
    )
    with hold([opened], screen().say) as (held,):
        chosen = held.snapshot.resources if all_ else select(held.snapshot, resources or ())
        freed = {id(one): one for one in chosen if one.protect}
        if not freed:
            screen().say(f"{stack}: nothing of it is protected")
            return
        screen().say("\n".join([f"to unprotect in {stack}:", *(f"  {one.urn}" for one in freed.values())]))
        confirm("Unprotect them?", yes=yes)
        after = held.snapshot.with_contents(
            resources=[replace(one, protect=False) if id(one) in freed else one for one in held.snapshot.resources],
            pending_operations=held.snapshot.pending_operations,
        )
        save(held, after, f"state unprotect: {', '.join(one.urn for one in freed.values())}")
    screen().say(f"{stack}: {len(freed)} unprotected")
