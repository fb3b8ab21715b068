"""Overriding protection: what is in the way of a destroy is unprotected first, for a reason that is logged."""

from __future__ import annotations

import getpass
import json
import socket
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cli.choices import Choices
from cli.errors import Declined, UsageError

if TYPE_CHECKING:
    from cli.engines import Engine
    from cli.render.screen import Screen
    from engine.resource import ResourceState

LIFTED = "strata:override"
"""The section of the configuration that allows a run to delete what the stack file protects; see
`components.override`."""


def unprotect(engine: Engine, protected: Sequence[ResourceState], choices: Choices, screen: Screen) -> Choices:
    """Unprotect what is in the way, by an `up` of the same program that allows deletion and touches nothing else.

    Returns:
        The choices for the destroy, with what the history shall say.

    Raises:
        Declined: a person did not type the stack's name.
        UsageError: the reason is empty.
        OperationFailed, ProgramFailed, Interrupted: it could not be unprotected.
    """
    from cli.deployment import Deployment
    from cli.render.progress import resource_label

    reason = reason_of(choices)
    message = f"protection overridden by {getpass.getuser()}@{socket.gethostname()}: {reason}"
    listed = "\n".join(f"  {resource_label(state.urn)}" for state in protected)
    screen.say(f"{message}\n{len(protected)} resources lose their protection:\n{listed}")
    if locked := _locked(protected):
        screen.say(f"Object Lock cannot be overridden: the destroy ends where {', '.join(locked)} hold locked objects")
    unprotecting = replace(
        choices,
        yes=True,
        target=[state.urn for state in protected],
        exclude=None,
        message=f"{message}; unprotected: {', '.join(state.urn for state in protected)}",
        config={LIFTED: json.dumps({"deletion": reason})},
    )
    deployment = Deployment(engine, "up", unprotecting, screen)
    plan = deployment.plan()
    question = f"Type the name of the stack to unprotect these, and then destroy it ({engine.stack}): "
    if not choices.yes and not screen.confirm_name(question, engine.stack):
        raise Declined("declined; nothing was changed, and all is protected as before")
    deployment.perform(plan)
    return replace(choices, message=message)


def reason_of(choices: Choices) -> str:
    """Why protection is overridden.

    Raises:
        UsageError: it is empty, or makes no sense beside the other flags.
    """
    reason = (choices.override_protection or "").strip()
    if not reason:
        raise UsageError('--override-protection needs a reason: --override-protection "moved to another account"')
    if choices.target:
        raise UsageError("--override-protection is for a whole stack: leave out --target")
    return reason


def _locked(states: Sequence[ResourceState]) -> list[str]:
    """The buckets whose objects nobody deletes before their time."""
    from protocol.values import reveal

    return sorted(state.id for state in states if reveal(state.inputs.get("objectLockEnabled")) is True)
