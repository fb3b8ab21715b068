"""`strata preview`."""

from __future__ import annotations

from cli.choices import Choices, takes


@takes("sandbox", "engine", "install_cli", "diff", "target", "parallel", "refresh", "json", "expect_no_changes")
def preview(stack: str, choices: Choices) -> None:
    """Show what `up` would change."""
    from cli.deployment import deploy

    deploy("preview", stack, choices)
