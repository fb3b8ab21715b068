"""`strata outputs`."""

from __future__ import annotations

from cli.arguments import DEFAULT_STACK, Json, ShowSecrets, StackName


def outputs(stack: StackName = DEFAULT_STACK, *, show_secrets: ShowSecrets = False, json: Json = False) -> None:
    """Show what a stack publishes."""
    from cli.render.screen import screen
    from cli.workspace import Workspace
    from engine import state
    from engine.stack_reference import stack_outputs

    found = Workspace.find().stack(stack)
    recorded = state.load(found.backend, found.project.name, found.name, found.crypter)
    screen(json=json).outputs(stack, stack_outputs(recorded.snapshot), show_secrets=show_secrets)
