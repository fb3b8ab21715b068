"""`strata ci init`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from cli.arguments import Json
from cli.errors import OperationFailed, UsageError

Name = Annotated[
    Literal["github", "gitlab", "jenkins"] | None,
    typer.Argument(metavar="[github|gitlab|jenkins]", help="Who runs the pipelines; without it, they are listed."),
]
Environments = Annotated[
    str | None,
    typer.Option(
        "--environments",
        metavar="STACK,…",
        help="Stacks in the order in which a change reaches them; else all of the project.",
        show_default=False,
    ),
]
Branch = Annotated[
    str | None,
    typer.Option(
        "--default-branch",
        metavar="NAME",
        help="What is merged into it is deployed; else the one that git's remote says, or main.",
        show_default=False,
    ),
]
Runner = Annotated[
    str | None,
    typer.Option("--runner", metavar="LABEL", help="The machines' label, in GitLab tag.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that differ from what would be written.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")]


def init(
    provider: Name = None,
    *,
    environments: Environments = None,
    default_branch: Branch = None,
    runner: Runner = None,
    force: Force = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Write the project's pipelines.

    Requests are planned, priced and held to the policies; merges go from environment to environment, each with its
    approval; drift is looked for every night; images are scanned and signed. docs/ci.md tells what to set up once.
    """
    from cli.ci.settings import read_pipeline, require_top
    from cli.render.pipelines import show_changes, show_providers
    from cli.workspace import find_root
    from delivery import Kind, Provider, compare, detect, render, write

    root = find_root()
    if provider is None:
        show_providers(detect(root), json=json)
        return
    require_top(root)
    chosen = Provider(provider)
    names = [name.strip() for name in (environments or "").split(",") if name.strip()]
    pipeline = read_pipeline(root, chosen, names, default_branch, runner)
    try:
        changes = compare(root, render(chosen, pipeline))
        refused = not force and any(change.kind is Kind.DIFFERENT for change in changes)
        if not refused and not dry_run:
            write(root, changes)
    except OSError as error:
        raise OperationFailed(f"{error.filename or root}: {error.strerror or error}") from error
    show_changes(changes, pipeline, chosen, written=not refused and not dry_run, json=json)
    if refused and not dry_run:
        raise UsageError("nothing was written: --force overwrites what differs as shown")
