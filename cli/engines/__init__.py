"""The engines that carry out operations, and what a command needs of any of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from cli.choices import Choices

if TYPE_CHECKING:
    from cli.policy.gate import Gate
    from cli.workspace import Workspace
    from engine import Stack, Summary
    from engine.resource import ResourceState

OnEvent = Callable[[Mapping[str, Any]], None]
"""Takes an event in the official engine's JSON format."""


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Where what was deployed can be found.

    Attributes:
        state: where the stack's state is recorded: a file or a URL.
        endpoint: where the sandbox's AWS answers; None where there is no sandbox.
        region: the AWS region of the stack; None when it names none.
    """

    state: str
    endpoint: str | None = None
    region: str | None = None

    @classmethod
    def in_sandbox(cls, workspace: Workspace, stack: Stack) -> Whereabouts:
        """The checkpoint, as seen from here if it lies below, and the sandbox's AWS."""
        file = workspace.backend.checkpoint_path(stack.project.name, stack.name)
        here = Path.cwd()
        return cls(
            state=str(file.relative_to(here) if file.is_relative_to(here) else file),
            endpoint=workspace.sandbox.endpoint,
            region=stack.config.get("aws:region"),
        )


class Engine(Protocol):
    """Carries out operations on one stack.

    Attributes:
        stack: the stack's name.
        flags: what chooses this engine on the command line, for commands that are proposed.
        place: what becomes real there, for the person who is to agree: account, role, region, backend; known once
            it has started, and empty in the sandbox, where nothing is real.
    """

    stack: str
    flags: str
    place: Mapping[str, str]

    def start(self) -> None:
        """Make sure that everything it needs is there.

        Raises:
            Exception: something is missing; the message is for people.
        """

    def run(
        self, operation: str, choices: Choices, *, dry_run: bool, cancel: threading.Event, on_event: OnEvent
    ) -> Summary:
        """Carry out an operation.

        Args:
            operation: `preview`, `up`, `refresh` or `destroy`.
            choices: the flags.
            dry_run: only plan it.
            cancel: is set when a person wants it to stop: what is in flight finishes, nothing new begins.
            on_event: told of everything that happens.

        Raises:
            Exception: it could not begin; the message is for people.
        """

    def gate(self) -> Gate | None:
        """The policies that its stack is held to; None where none are in force.

        Raises:
            UsageError: the stack's settings of the policies, or its waivers, hold mistakes.
        """

    def abandon(self) -> None:
        """End what runs, at once; this process is about to end, too."""

    def recorded(self) -> Sequence[ResourceState]:
        """The resources in the stack's state, in dependency order; none if it was never brought up.

        Raises:
            Exception: the state cannot be read; the message is for people.
        """

    def whereabouts(self) -> Whereabouts:
        """Where things are."""
