"""`strata add queue`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.add.options import DryRun, StackOption
from cli.arguments import DEFAULT_STACK, Json

Name = Annotated[str, typer.Argument(metavar="NAME", help="The queue.")]
Visibility = Annotated[
    int | None,
    typer.Option(
        "--visibility-timeout-s",
        help="Seconds that a worker may hold a job before another gets it.",
        show_default=False,
    ),
]
Receives = Annotated[
    int | None,
    typer.Option("--receives-max", help="How often a job is tried before it is a dead letter.", show_default=False),
]
Retention = Annotated[
    int | None, typer.Option("--retention-days", help="How long a job waits for a worker.", show_default=False)
]


def queue(
    name: Name,
    *,
    stack: StackOption = DEFAULT_STACK,
    visibility_timeout_s: Visibility = None,
    receives_max: Receives = None,
    retention_days: Retention = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Add a queue through which jobs come in, with another for those that keep failing."""
    from cli.add.addition import add_to_stack

    settings = {
        "visibility_timeout_s": visibility_timeout_s,
        "receives_max": receives_max,
        "retention_days": retention_days,
    }
    add_to_stack("queue", name, stack, settings, dry_run=dry_run, json=json)
