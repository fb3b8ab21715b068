"""`strata plan`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import DEFAULT_STACK, Json, complete_stack
from cli.errors import PlanFailed, PolicyViolated

Stacks = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[STACK]...", help=f"Stacks of the project; {DEFAULT_STACK} unless told.", autocompletion=complete_stack
    ),
]
All = Annotated[bool, typer.Option("--all", "-a", help="Every stack that has a stack file.")]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE", help="Keep the plan in a file; `up --plan` holds to it.")
]


def plan(stacks: Stacks = None, *, all_: All = False, save: Save = None, json: Json = False) -> None:
    """Show what stacks would be, side by side.

    What changes, what is replaced and what protected, what the policies say, what it costs a month by component and by
    team. Planned in the sandbox, all at once; nothing is created, and no Pulumi CLI is needed. Exits with 1 if a policy
    blocks a stack, with 2 if one cannot be planned.
    """
    from cli.plans.parallel import Failure
    from cli.plans.planning import plan_all
    from cli.plans.saved import write
    from cli.plans.stacks import chosen
    from cli.render.planned import show_plans
    from cli.workspace import Workspace

    workspace = Workspace.find()
    names = chosen(workspace, stacks, all_=all_)
    found = plan_all(workspace, names, save=save is not None, quiet=json)
    failed = {name: one for name, one in found.items() if isinstance(one, Failure)}
    made = {name: one for name, one in found.items() if not isinstance(one, Failure)}
    planned = [one.overview for one in made.values()]
    show_plans(planned, failed, json=json)
    if failed:
        raise PlanFailed([f"not planned: {', '.join(failed)}{'; nothing was saved' if save else ''}"])
    if save:
        write(save, workspace.project.name, {name: one.content for name, one in made.items() if one.content})
    if blocked := [one.stack for one in planned if one.policies and one.policies.summary["blocking"]]:
        raise PolicyViolated(f"policies block {', '.join(blocked)}")
