"""What the official engine does the same way wherever it works."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from cli.choices import Choices
from cli.engines import OnEvent

if TYPE_CHECKING:
    from cli.engines.official.operation import Deployment
    from engine import Summary


class PulumiEngine(ABC):
    """Carries out operations with the Pulumi CLI."""

    stack: str
    flags: str
    _prepared: Deployment | None = None

    @property
    def deployment(self) -> Deployment:
        """What it works with; what that takes is made sure of when it is first needed."""
        if self._prepared is None:
            self._prepared = self._prepare()
        return self._prepared

    def start(self) -> None:
        """Make sure that everything it needs is there. See `Engine`."""
        self._prepared = self.deployment

    def run(
        self, operation: str, choices: Choices, *, dry_run: bool, cancel: threading.Event, on_event: OnEvent
    ) -> Summary:
        """Carry out an operation. See `Engine`."""
        self.deployment.command.cancel = cancel
        return self.deployment.run(operation, choices, dry_run=dry_run, on_event=on_event)

    def gate(self) -> None:
        """None: this engine asks the policies itself, as a pack that comes with each operation."""
        return None  # noqa: RET501 - it says so, rather than nothing

    def abandon(self) -> None:
        """End the CLI at once. What it had begun is listed in the state as pending."""
        if self._prepared is not None:
            self._prepared.command.abandon()

    @abstractmethod
    def _prepare(self) -> Deployment:
        """Find the CLI, and make sure of all else."""
