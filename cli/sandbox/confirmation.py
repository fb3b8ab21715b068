"""Asking before stacks are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.errors import Declined, UsageError

if TYPE_CHECKING:
    from sandbox.environment import Sandbox


def confirm_loss(sandbox: Sandbox, *, yes: bool) -> None:
    """Have a person agree when stacks list resources that would be lost.

    Raises:
        Declined: the person does not.
        UsageError: there is nobody to ask, and no --yes.
    """
    from cli.render.console import person_present
    from cli.render.progress import Progress
    from cli.render.screen import screen

    stacks = ", ".join(f"{stack} ({count} resources)" for stack, count in sandbox.stacks().items())
    if yes or not stacks:
        return
    if not person_present():
        raise UsageError(f"this would lose {stacks}: add --yes")
    if not screen().confirm(f"This loses {stacks}. Go on?", Progress()):
        raise Declined("declined; nothing was changed")
