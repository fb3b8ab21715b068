"""`strata add team`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.add.options import DryRun, StackOption
from cli.arguments import DEFAULT_STACK, Json
from cli.errors import UsageError

Name = Annotated[str, typer.Argument(metavar="NAME", help="The team; its namespace is team-NAME.")]
Quotas = Annotated[
    list[str] | None,
    typer.Option(
        "--quota",
        metavar="FLAVOR:cpus=N,memory_gib=N[,gpus=N]",
        help="Its share of a flavor's nodes. May be repeated.",
        show_default="cpu:cpus=2,memory_gib=8",
    ),
]
PodsMax = Annotated[
    int | None, typer.Option("--pods-max", help="The most pods in its namespace at a time.", show_default=False)
]
SMALL = "cpu:cpus=2,memory_gib=8"
"""What the platform's own nodes have to spare."""


def team(
    name: Name,
    *,
    stack: StackOption = DEFAULT_STACK,
    quota: Quotas = None,
    pods_max: PodsMax = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Add a team: its namespace, its queue, and its share of the cluster."""
    from cli.add.addition import add_to_stack

    quotas = dict(read_quota(one) for one in quota or [SMALL])
    settings = {"quotas": quotas, "pods_max": pods_max}
    add_to_stack("team", name, stack, settings, dry_run=dry_run, json=json)


def read_quota(text: str) -> tuple[str, dict[str, Any]]:
    """A flavor and a share of it. Which settings a share has, the program tells.

    Raises:
        UsageError: the text is not written as it should be.
    """
    flavor, _, rest = text.partition(":")
    pairs = [part.partition("=") for part in rest.split(",")]
    if not flavor or not all(name.strip() and value.strip().isdecimal() for name, _, value in pairs):
        raise UsageError(f"--quota is written FLAVOR:cpus=2,memory_gib=8,gpus=1 with whole numbers, got {text!r}")
    return flavor.strip(), {name.strip(): int(value) for name, _, value in pairs}
