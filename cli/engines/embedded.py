"""The embedded engine, in this process, with the sandbox's providers."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.choices import Choices
from cli.engines import OnEvent, Whereabouts
from cli.workspace import Workspace

if TYPE_CHECKING:
    from cli.plans.guard import Guard
    from cli.policy.gate import Gate
    from engine import Summary
    from engine.resource import ResourceState


class EmbeddedEngine:
    """Carries out operations in the sandbox."""

    flags = "--sandbox"
    place: Mapping[str, str] = {}

    def __init__(self, workspace: Workspace, stack: str) -> None:
        """Name the stack.

        Raises:
            engine.errors.EngineError: there is no such stack.
        """
        self._workspace = workspace
        self._stack = workspace.stack(stack)
        self.stack = self._stack.name

    def start(self) -> None:
        """Start the sandbox if it is not running.

        Raises:
            sandbox.environment.SandboxError: it does not start, or what it held is lost.
        """
        self._workspace.sandbox.start()

    def run(
        self, operation: str, choices: Choices, *, dry_run: bool, cancel: threading.Event, on_event: OnEvent
    ) -> Summary:
        """Carry out an operation. See `Engine`."""
        from engine import Operation, Options, run

        options = Options(
            parallel=choices.parallel,
            targets=tuple(choices.target or ()),
            excluded=tuple(choices.exclude or ()),
            message=choices.message,
            refresh=choices.refresh,
            dry_run=dry_run,
            cancel=cancel,
            seed=choices.seed,
            permit=choices.permit,
        )
        asked = Operation(operation)
        return run(
            Operation.PREVIEW if dry_run and asked is Operation.UP else asked,
            self._stack.with_config(choices.config),
            providers=self._workspace.sandbox.providers(),
            options=options,
            on_event=lambda event: on_event(event.json()),
        )

    def guard(self, plan: Path) -> Guard:
        """What holds an `up` to a plan file. Raises as `Guard`."""
        from cli.plans.guard import Guard

        return Guard(plan, self._stack)

    def gate(self) -> Gate | None:
        """The policies in force. See `Engine`."""
        from cli.policy.gate import Gate

        return Gate.of(self._stack)

    def abandon(self) -> None:
        """Nothing: it ends with this process, and its journal is durable."""

    def recorded(self) -> Sequence[ResourceState]:
        """The resources in the state. See `Engine`."""
        return self._workspace.recorded(self._stack)

    def whereabouts(self) -> Whereabouts:
        """The checkpoint and the sandbox."""
        return Whereabouts.in_sandbox(self._workspace, self._stack)
