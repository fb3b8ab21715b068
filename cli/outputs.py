"""`strata outputs`."""

from __future__ import annotations

from cli.arguments import DEFAULT_STACK, Json, ShowSecrets, StackName


def outputs(stack: StackName = DEFAULT_STACK, *, show_secrets: ShowSecrets = False, json: Json = False) -> None:
    """Show what a stack publishes."""
    from cli.render.screen import screen
    from cli.workspace import Workspace

    recorded = Workspace.find().stack(stack).outputs()
    screen(json=json).outputs(stack, recorded, show_secrets=show_secrets)
