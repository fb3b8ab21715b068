"""`strata state remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import InSandbox, Resources, StackName, Yes

if TYPE_CHECKING:
    from engine.resource import ResourceState

Force = Annotated[bool, typer.Option("--force", help="Remove protected resources, too.")]
TargetDependents = Annotated[
    bool, typer.Option("--target-dependents", help="Remove what depends on them, directly or not, too.")
]


def remove(
    stack: StackName,
    resources: Resources,
    *,
    sandbox: InSandbox = False,
    target_dependents: TargetDependents = False,
    force: Force = False,
    yes: Yes = False,
) -> None:
    """Forget resources, leaving what is real.

    What is forgotten goes on existing, and nobody manages it any more; `up` creates it anew if the program declares it.
    """
    from cli.render.screen import screen
    from cli.state.opening import confirm, open_stack
    from engine.editing import hold, save
    from engine.removal import removal, without
    from engine.selection import select

    quoted = " ".join(f"'{one}'" for one in resources)
    opened = open_stack(
        stack,
        sandbox=sandbox,
        strata=f"state remove {stack} {quoted}",
        pulumi=f"pulumi state delete --stack {stack} {quoted}",
    )
    with hold([opened], screen().say) as (held,):
        chosen = select(held.snapshot, resources)
        condemned = removal(held.snapshot, chosen, target_dependents=target_dependents, force=force)
        screen().say("\n".join([f"to forget in {stack}, without touching what is real:", *_listed(condemned)]))
        confirm("Forget them?", yes=yes)
        save(held, without(held.snapshot, condemned), f"state remove: {', '.join(one.urn for one in condemned)}")
    screen().say(f"{stack}: {len(condemned)} forgotten, {len(held.snapshot.resources) - len(condemned)} remain")


def _listed(condemned: list[ResourceState]) -> list[str]:
    return [f"  {one.urn}{'  (protected)' if one.protect else ''}" for one in condemned]
