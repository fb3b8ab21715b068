"""`strata cost dev` means `strata cost estimate dev`."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from cli.cost.group import CostGroup

app = typer.Typer()
costs = typer.Typer(cls=CostGroup)


@costs.command()
def estimate(stack: str = typer.Argument("all"), *, json: bool = False) -> None:
    typer.echo(f"estimate {stack} {json}")


@costs.command()
def refresh() -> None:
    typer.echo("refresh")


app.add_typer(costs, name="cost")


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ([], "estimate all False"),
        (["dev"], "estimate dev False"),
        (["--json"], "estimate all True"),
        (["dev", "--json"], "estimate dev True"),
        (["estimate", "dev"], "estimate dev False"),
        (["refresh"], "refresh"),
    ],
)
def test_the_command_that_is_meant(arguments: list[str], shown: str) -> None:
    assert CliRunner().invoke(app, ["cost", *arguments]).stdout.strip() == shown


def test_help_lists_the_commands() -> None:
    shown = CliRunner().invoke(app, ["cost", "--help"]).stdout
    assert "estimate" in shown
    assert "refresh" in shown
