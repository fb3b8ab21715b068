"""`strata up`."""

from __future__ import annotations

from cli.choices import Choices, takes


@takes(
    "sandbox",
    "engine",
    "install_cli",
    "yes",
    "skip_preview",
    "diff",
    "target",
    "parallel",
    "refresh",
    "show_secrets",
    "json",
    "expect_no_changes",
    "plan",
)
def up(stack: str, choices: Choices) -> None:
    """Create or update a stack.

    Shows the plan, asks, and carries it out.
    """
    from cli.deployment import deploy

    deploy("up", stack, choices)
