"""`strata destroy`."""

from __future__ import annotations

from cli.choices import Choices, takes


@takes("sandbox", "engine", "yes", "skip_preview", "target", "parallel", "refresh", "json")
def destroy(stack: str, choices: Choices) -> None:
    """Delete every resource of a stack.

    Shows the plan, asks, and carries it out. The stack's configuration stays.
    """
    from cli.deployment import deploy

    deploy("destroy", stack, choices)
