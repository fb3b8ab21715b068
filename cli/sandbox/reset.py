"""`strata sandbox reset`."""

from __future__ import annotations

from cli.arguments import Yes


def reset(*, yes: Yes = False) -> None:
    """Stop the sandbox and forget everything.

    The state of its stacks is removed too; asks first when there are any.
    """
    from cli.render.screen import screen
    from cli.sandbox.confirmation import confirm_loss
    from cli.workspace import Workspace

    sandbox = Workspace.find().sandbox
    confirm_loss(sandbox, yes=yes)
    sandbox.reset()
    screen().say("the sandbox is empty; `strata up --sandbox` starts it anew")
