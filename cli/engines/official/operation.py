"""One operation of the official engine on one stack, from the flags to the summary."""

from __future__ import annotations

import json
import re
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pulumi.automation import CommandError, LocalWorkspace, OutputMap, Stack
from pulumi.automation.errors import ConcurrentUpdateError

from cli.choices import Choices
from cli.engines import OnEvent
from cli.engines.official.backend import said
from cli.engines.official.command import Command
from cli.engines.official.events import Told, without_colours
from cli.engines.official.policy_pack import policy_pack
from cli.engines.official.run_config import run_config
from cli.errors import EngineFailed, UsageError
from engine import Operation, Summary
from engine.resource import ResourceState
from engine.secrets import Position, Sealer
from protocol.masking import Mask
from protocol.values import SECRET_SIGNATURE, SIGNATURE, Secret

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
        unlock: the command that clears the lock of an operation that has ended.
        config_file: stands in for the stack's file; None for the file itself.
    """

    root: Path
    stack: str
    command: Command
    mask: Callable[[str], str]
    unlock: str
    config_file: Path | None = None

    def run(self, operation: str, choices: Choices, *, dry_run: bool, on_event: OnEvent) -> Summary:
        """Carry out an operation. See `Engine`."""
        heard = _Heard(Told(self.mask, self.root), on_event)
        summary = Summary(operation=Operation(operation))
        begun = time.monotonic()
        try:
            # Events of a kind that this SDK does not know are warned of, as they came: with what they may hold.
            with warnings.catch_warnings(record=True, action="always") as unread:
                summary.outputs = self._call(_METHODS[operation, dry_run or operation == "preview"], choices, heard)
        except CommandError as failure:
            summary.errors = heard.told.errors or [self._cause(failure)]
            if not heard.events and not self.command.cancel.is_set():
                raise self._refused(failure, summary.errors[0]) from None
        except RuntimeError as odd:
            raise EngineFailed(f"{self.stack}: the Pulumi CLI ended without a word of what it did: {odd}") from None
        if heard.failure:
            raise heard.failure
        if unread:
            told = (
                f"{len(unread)} events of the Pulumi CLI are of a kind that this SDK does not know; they are not shown"
            )
            on_event({"diagnosticEvent": {"message": told, "severity": "warning"}})
        summary.changes = dict(heard.changes)
        summary.duration_s = time.monotonic() - begun
        return summary

    def _call(self, method: str, choices: Choices, heard: _Heard) -> dict[str, Any]:
        """Have the Automation API do it; the stack's outputs, where it asks for them.

        Raises:
            CommandError: it failed.
        """
        workspace = NamedWorkspace(work_dir=str(self.root), pulumi_command=self.command)
        stack = Stack.select(self.stack, workspace)
        self.command.exclude = tuple(choices.exclude or ())
        with (
            run_config(self.config_file, self.root, self.stack, choices.config) as config_file,
            policy_pack(self.root, self.stack) as pack,
        ):
            arguments = self._arguments(method, choices)
            if pack and method in ("preview", "up"):
                arguments["policy_packs"] = [str(pack)]
            if config_file:
                arguments["config_file"] = str(config_file)
            result = getattr(stack, method)(**arguments, on_event=heard)
        if method == "up":
            return values(result.outputs)
        return values(stack.outputs()) if method == "refresh" else {}

    def masking_its_configuration(self) -> Deployment:
        """The same, with a mask that knows the secrets of the stack's configuration.

        Raises:
            EngineFailed: they cannot be decrypted.
        """
        workspace = NamedWorkspace(work_dir=str(self.root), pulumi_command=self.command)
        try:
            config = workspace.get_all_config(self.stack)
        except CommandError as failure:
            raise EngineFailed(f"{self.stack}: its configuration cannot be decrypted: {said(failure)}") from None
        return replace(self, mask=Mask(*(Secret(value.value) for value in config.values() if value.secret)))

    def recorded(self) -> list[ResourceState]:
        """The resources in the stack's state, secrets unread.

        Raises:
            EngineFailed: the CLI does not tell it.
        """
        try:
            exported = self.command.run(["stack", "export", "--stack", self.stack], str(self.root), {}).stdout
        except CommandError as failure:
            raise EngineFailed(f"{self.stack}: its state cannot be read: {said(failure)}") from None
        resources = json.loads(exported)["deployment"].get("resources") or []
        return [ResourceState.from_json(resource, _Unread()) for resource in resources]

    def _arguments(self, method: str, choices: Choices) -> dict[str, Any]:
        arguments: dict[str, Any] = {"parallel": choices.parallel, "target": choices.target, "color": "never"}
        if "refresh" not in method:
            arguments["refresh"] = choices.refresh or None
        if method != "preview":  # the API would decrypt the configuration for a record that nobody reads
            arguments["show_secrets"] = False
        if choices.message:
            arguments["message"] = choices.message
        return arguments

    def _cause(self, failure: CommandError) -> str:
        """What the CLI said last, without what it always says."""
        _, _, said = str(failure).partition("\n stderr: ")
        lines = [line for line in self.mask(without_colours(said)).splitlines() if line.strip()]
        return "\n".join(lines).removeprefix("error: ") or f"the Pulumi CLI failed and did not say why: {failure}"

    def _refused(self, failure: CommandError, cause: str) -> Exception:
        """The error for an operation that did not begin."""
        if isinstance(failure, ConcurrentUpdateError):
            return EngineFailed(f"{self.stack} is locked; if what locked it has ended: {self.unlock}\n{cause}")
        return UsageError(cause) if _MISTAKE.search(cause) else EngineFailed(cause)


class _Unread(Sealer):
    """Reads a state without any passphrase: its secrets stay unread."""

    def __init__(self) -> None:
        super().__init__(None)

    def unseal(self, value: Any, *, at: Position) -> Any:
        if isinstance(value, dict) and value.get(SIGNATURE) == SECRET_SIGNATURE:
            return Secret(None)
        return super().unseal(value, at=at)


class _Heard:
    """Hands events on, and remembers what a summary is made of. Called from the Automation API's own thread.

    Attributes:
        events: how many were handed on.
        changes: resources by what was done to them.
        failure: what went wrong here. The Automation API would warn of it, with the event as it came, and go on.
    """

    def __init__(self, told: Told, on_event: OnEvent) -> None:
        self.told = told
        self.events = 0
        self.changes: dict[str, int] = {}
        self.failure: Exception | None = None
        self._on_event = on_event
        self._lock = threading.Lock()

    def __call__(self, event: EngineEvent) -> None:
        with self._lock:
            try:
                for told in self.told(event):
                    self.events += 1
                    self.changes = told.get("summaryEvent", {}).get("resourceChanges", self.changes)
                    self._on_event(told)
            except Exception as failure:  # noqa: BLE001 - told when the operation has ended
                self.failure = self.failure or failure


def values(outputs: OutputMap) -> dict[str, Any]:
    """A stack's outputs; secrets stay wrapped."""
    return {name: Secret(output.value) if output.secret else output.value for name, output in outputs.items()}
