"""`strata state move`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import InSandbox, Resources, Yes, complete_stack
from cli.errors import UsageError

if TYPE_CHECKING:
    from engine.move import Move

From = Annotated[
    str, typer.Option("--from", metavar="STACK", help="The stack they leave.", autocompletion=complete_stack)
]
To = Annotated[str, typer.Option("--to", metavar="STACK", help="The stack they join.", autocompletion=complete_stack)]
IncludeParents = Annotated[bool, typer.Option("--include-parents", help="Move their parents, too.")]


def move(
    resources: Resources,
    *,
    from_: From,
    to: To,
    sandbox: InSandbox = False,
    include_parents: IncludeParents = False,
    yes: Yes = False,
) -> None:
    """Move resources to another stack's record.

    Their children go along; their providers are copied; dependencies between the two stacks are dropped. Move their
    declarations from the one program to the other, too.
    """
    from cli.render.screen import screen
    from cli.state.opening import confirm, open_stack
    from engine import move as moves
    from engine.editing import hold, save_together
    from engine.selection import select

    quoted = " ".join(f"'{one}'" for one in resources)
    strata = f"state move --from {from_} --to {to} {quoted}"
    pulumi = f"pulumi state move --source {from_} --dest {to} {quoted}"
    leaving, joining = (open_stack(name, sandbox=sandbox, strata=strata, pulumi=pulumi) for name in (from_, to))
    if leaving.name == joining.name:
        raise UsageError("--from and --to name the same stack")
    with hold([leaving, joining], screen().say) as (source, destination):
        chosen = select(source.snapshot, resources)
        planned = moves.move(source.snapshot, destination.snapshot, chosen, include_parents=include_parents)
        if not planned.moved:
            raise UsageError("there is nothing to move: the root of a stack stays where it is")
        screen().say("\n".join(_told(planned, from_, to)))
        confirm("Move them?", yes=yes)
        what = f"state move: {len(planned.moved)} resources from {leaving.full_name} to {joining.full_name}"
        # Killed between the two, the resources are on record in both for a moment, and never in none.
        changes = [
            (destination, planned.destination, destination.sealer),
            (source, planned.source, source.sealer),
        ]
        save_together(changes, what)
    screen().say(f"{len(planned.moved)} moved from {from_} to {to}")


def _told(planned: Move, source: str, destination: str) -> list[str]:
    lines = [f"to move from {source} to {destination}, without touching what is real:"]
    lines += [f"  {urn}" for urn in planned.moved]
    lines += ["", "to copy with them:", *(f"  {urn}" for urn in planned.providers)] if planned.providers else []
    if planned.dropped:
        lines += ["", "to drop, since a dependency cannot lead into another stack; export and read the values instead:"]
        lines += [f"  {line}" for line in planned.dropped]
    return lines
