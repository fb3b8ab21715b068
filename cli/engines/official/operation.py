"""One operation of the official engine on one stack, from the flags to the summary."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pulumi.automation import CommandError, LocalWorkspace, OutputMap, Stack
from pulumi.automation.errors import ConcurrentUpdateError

from cli.choices import Choices
from cli.engines import OnEvent
from cli.engines.official.command import Command
from cli.engines.official.events import cleaned, event_json, is_noise, without_colours
from cli.errors import EngineFailed, UsageError
from engine import Operation, Summary
from protocol.values import Secret

if TYPE_CHECKING:
    from pulumi.automation.events import EngineEvent

_METHODS: Final = {
    ("preview", True): "preview",
    ("up", True): "preview",
    ("up", False): "up",
    ("refresh", True): "preview_refresh",
    ("refresh", False): "refresh",
    ("destroy", True): "preview_destroy",
    ("destroy", False): "destroy",
}
"""The Automation API's method for an operation, and for its plan."""
_MISTAKE: Final = re.compile(r"configuration|Pulumi\.[\w.-]*yaml|stack config", re.IGNORECASE)
"""What the CLI refuses to begin with because of the project's files."""


class NamedWorkspace(LocalWorkspace):
    """A project whose commands name their stack."""

    def select_stack(self, stack_name: str) -> None:
        """Nothing: which stack a person selected is theirs, and is kept."""


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """What an operation needs to know.

    Attributes:
        root: the project's folder.
        stack: the stack's name.
        command: the CLI.
        mask: takes secrets out of texts.
        config_file: stands in for the stack's file; None for the file itself.
    """

    root: Path
    stack: str
    command: Command
    mask: Callable[[str], str]
    config_file: Path | None = None

    def run(self, operation: str, choices: Choices, *, dry_run: bool, on_event: OnEvent) -> Summary:
        """Carry out an operation. See `Engine`."""
        heard = _Heard(on_event, self.mask, self.root)
        begun = time.monotonic()
        name = _METHODS[operation, dry_run or operation == "preview"]
        workspace = NamedWorkspace(work_dir=str(self.root), pulumi_command=self.command)
        stack = Stack.select(self.stack, workspace)
        summary = Summary(operation=Operation(operation))
        try:
            result = getattr(stack, name)(**self._arguments(name, choices), on_event=heard)
            if name in ("up", "refresh"):
                summary.outputs = values(result.outputs if name == "up" else stack.outputs())
        except CommandError as failure:
            summary.errors = heard.errors or [self._cause(failure)]
            if not heard.events and not self.command.cancel.is_set():
                raise self._refused(failure, summary.errors[0]) from None
        summary.changes = heard.changes
        summary.duration_s = time.monotonic() - begun
        return summary

    def _arguments(self, method: str, choices: Choices) -> dict[str, Any]:
        arguments: dict[str, Any] = {"parallel": choices.parallel, "target": choices.target, "color": "never"}
        if "refresh" not in method:
            arguments["refresh"] = choices.refresh or None
        if method != "preview":
            arguments["show_secrets"] = False
        if self.config_file:
            arguments["config_file"] = str(self.config_file)
        return arguments

    def _cause(self, failure: CommandError) -> str:
        """What the CLI said last, without what it always says."""
        _, _, said = str(failure).partition("\n stderr: ")
        lines = [line for line in self.mask(without_colours(said)).splitlines() if line.strip()]
        return "\n".join(lines).removeprefix("error: ") or f"the Pulumi CLI failed and did not say why: {failure}"

    def _refused(self, failure: CommandError, cause: str) -> Exception:
        """The error for an operation that did not begin."""
        if isinstance(failure, ConcurrentUpdateError):
            return EngineFailed(f"{self.stack} is locked by another operation\n{cause}")
        return UsageError(cause) if _MISTAKE.search(cause) else EngineFailed(cause)


@dataclass
class _Heard:
    """Hands events on, and remembers what a summary is made of. Called from the Automation API's own thread."""

    on_event: OnEvent
    mask: Callable[[str], str]
    root: Path
    events: int = 0
    changes: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, event: EngineEvent) -> None:
        told = cleaned(event_json(event), self.mask, self.root)
        with self.lock:
            if is_noise(told):
                return
            self.events += 1
            if summary := told.get("summaryEvent"):
                self.changes = dict(summary["resourceChanges"])
            diagnostic: Mapping[str, Any] = told.get("diagnosticEvent", {})
            if diagnostic.get("severity") == "error":
                self.errors.append(diagnostic["message"].strip())
            self.on_event(told)


def values(outputs: OutputMap) -> dict[str, Any]:
    """A stack's outputs; secrets stay wrapped."""
    return {name: Secret(output.value) if output.secret else output.value for name, output in outputs.items()}
