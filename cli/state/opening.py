"""What the state commands share: the stack they work on, and the question before they change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.errors import Declined, UsageError

if TYPE_CHECKING:
    from engine import Stack


def open_stack(name: str, *, sandbox: bool, strata: str, pulumi: str, as_found: bool = False) -> Stack:
    """The stack of a command.

    Args:
        name: the stack's name.
        sandbox: whether `--sandbox` was given.
        strata: what was typed, without the flag, such as `state list dev`.
        pulumi: what does the same to a stack that lives elsewhere, such as `pulumi stack --show-urns --stack dev`.
        as_found: whether a change of several stacks that was cut off is left as it is, instead of finished first.

    Raises:
        UsageError: the flag is missing.
        engine.errors.StackNotFound: there is no such stack.
    """
    from cli.command_name import command_name
    from cli.workspace import Workspace

    workspace = Workspace.find()
    if not sandbox:
        raise UsageError(
            "the embedded engine keeps state in the sandbox only\n"
            f"  in the sandbox:  {command_name()} {strata} --sandbox\n"
            f"  elsewhere:       cd {workspace.root} && {pulumi}"
        )
    return workspace.stack(name, as_found=as_found)


def confirm(question: str, *, yes: bool) -> None:
    """Have a person agree.

    Raises:
        Declined: the person does not.
        UsageError: there is nobody to ask, and no --yes.
    """
    from cli.render.console import person_present
    from cli.render.progress import Progress
    from cli.render.screen import screen

    if yes:
        return
    if not person_present():
        raise UsageError("nobody is at a terminal to agree: add --yes")
    if not screen().confirm(question, Progress()):
        raise Declined("declined; nothing was changed")
