"""Flags are declared once; a command takes those that it names."""

from __future__ import annotations

import typer
from typer.testing import CliRunner

from cli.choices import Choices, takes


def test_a_command_takes_the_named_flags_and_no_others() -> None:
    seen: list[tuple[str, Choices]] = []

    @takes("yes", "target", "parallel")
    def replant(stack: str, choices: Choices) -> None:
        """Plant again."""
        seen.append((stack, choices))

    app = typer.Typer()
    app.command()(replant)
    invoke = CliRunner().invoke
    assert invoke(app, ["prod", "--yes", "-t", "a", "-t", "b", "--parallel", "3"]).exit_code == 0
    assert seen == [("prod", Choices(yes=True, target=["a", "b"], parallel=3))]
    assert invoke(app, []).exit_code == 0
    assert seen[1] == ("dev", Choices())
    refused = invoke(app, ["--json"])
    assert refused.exit_code == 2
    assert "--json" in refused.output
    assert "Plant again." in invoke(app, ["--help"]).output
