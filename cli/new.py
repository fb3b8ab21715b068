"""`strata new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import Json, Yes

Name = Annotated[
    str | None,
    typer.Argument(metavar="[PROJECT]", help="Its name, and that of its folder; with --update, leave it out."),
]
Folder = Annotated[
    Path | None, typer.Option("--folder", metavar="PATH", help="Where to make it; else a folder of its name, here.")
]
Region = Annotated[str | None, typer.Option("--region", help="The AWS region of its stacks.", show_default=False)]
Owner = Annotated[
    str | None, typer.Option("--owner", help="The team that is called when something breaks.", show_default=False)
]
CostCenter = Annotated[str | None, typer.Option("--cost-center", help="Who pays.", show_default=False)]
Environments = Annotated[
    str | None,
    typer.Option("--environments", metavar="STACK,…", help="Its stacks: all or some of dev,staging,prod."),
]
Requirement = Annotated[
    str | None,
    typer.Option("--strata", metavar="REQUIREMENT", help="Where it gets Strata from; else as it is installed here."),
]
Update = Annotated[
    bool, typer.Option("--update", help="Merge what has changed in the template into the project around this folder.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")]
Force = Annotated[bool, typer.Option("--force", help="With --update: in spite of changes that are not committed.")]


def new(
    project: Name = None,
    *,
    folder: Folder = None,
    region: Region = None,
    owner: Owner = None,
    cost_center: CostCenter = None,
    environments: Environments = None,
    strata: Requirement = None,
    update: Update = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """Make a project of your own, or update one.

    A folder with the program, a stack file for each environment, and tests. What no flag says is asked for. An update
    keeps what you have changed; where the template has changed the same lines, both are left there between marks.
    """
    from cli.new_project import make
    from cli.new_update import bring_up_to_date
    from cli.scaffolding import mistakes_told

    given = {"name": project, "region": region, "owner": owner, "cost_center": cost_center, "requirement": strata}
    if environments is not None:
        given["environments"] = [name.strip() for name in environments.split(",") if name.strip()]  # type: ignore[assignment]
    with mistakes_told():
        if update:
            bring_up_to_date(folder, given, dry_run=dry_run, yes=yes, force=force, json=json)
        else:
            make(folder, given, dry_run=dry_run, json=json)
