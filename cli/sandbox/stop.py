"""`strata sandbox stop`."""

from __future__ import annotations

from cli.arguments import Yes


def stop(*, yes: Yes = False) -> None:
    """End the sandbox's AWS server.

    What it holds is lost; asks first when stacks live in it.
    """
    from cli.render.screen import screen
    from cli.sandbox.confirmation import confirm_loss
    from cli.workspace import Workspace

    sandbox = Workspace.find().sandbox
    if not sandbox.status().running:
        screen().say("the sandbox is not running")
        return
    confirm_loss(sandbox, yes=yes)
    sandbox.stop()
    screen().say("the sandbox is stopped")
