"""`strata refresh`."""

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
    "show_secrets",
    "json",
    "expect_no_changes",
)
def refresh(stack: str, choices: Choices) -> None:
    """Take over what really exists.

    Asks the providers for every resource, shows where the state differs, and brings it in line.
    """
    from cli.deployment import deploy

    deploy("refresh", stack, choices)
