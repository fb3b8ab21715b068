"""`strata add pool`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.add.options import DryRun, StackOption
from cli.arguments import DEFAULT_STACK, Json

Name = Annotated[str, typer.Argument(metavar="NAME", help="The pool.")]
Families = Annotated[
    list[str] | None,
    typer.Option("--family", metavar="FAMILY", help="EC2 instances, e.g. g6. May be repeated.", show_default=False),
]
GpusMax = Annotated[int | None, typer.Option("--gpus-max", help="The most GPUs at a time.", show_default=False)]
Capacities = Annotated[
    list[str] | None,
    typer.Option(
        "--capacity",
        metavar="reserved|spot|on_demand",
        help="How they are bought, first choice first. May be repeated.",
        show_default=False,
    ),
]
Reservations = Annotated[
    list[str] | None,
    typer.Option("--reservation", metavar="ID", help="Where `reserved` ones come from.", show_default=False),
]
Idle = Annotated[int | None, typer.Option("--idle-minutes", help="How long an empty node is kept.", show_default=False)]
Reason = Annotated[
    str | None, typer.Option("--reason", help="Why spot has no on_demand behind it.", show_default=False)
]


def pool(
    name: Name,
    *,
    stack: StackOption = DEFAULT_STACK,
    family: Families = None,
    gpus_max: GpusMax = None,
    capacity: Capacities = None,
    reservation: Reservations = None,
    idle_minutes: Idle = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Add a pool of GPU nodes: empty, and free, until a pod needs it.

    Endpoints name it with `--pool`; for the jobs of teams, add a flavor of it to `strata:queues.flavors`.
    """
    from cli.add.addition import add_to_stack

    settings = {
        "instance_families": family,
        "gpus_max": gpus_max,
        "capacity": capacity,
        "reservations": reservation,
        "idle_minutes": idle_minutes,
        "reasons": {"capacity": reason} if reason else None,
    }
    add_to_stack("pool", name, stack, settings, dry_run=dry_run, json=json)
