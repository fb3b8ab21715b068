"""Following an operation while it runs: redrawn at a terminal, a line per change elsewhere, or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any, Self

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from cli.render.console import discard, duration
from cli.render.operations import appearance
from cli.render.progress import Event, Phase, Progress, Resource, short_type
from cli.render.tree import frame

REDRAWN_PER_SECOND = 5

DIAGNOSTICS = {"info": "", "info#err": "", "warning": "yellow", "error": "red"}
"""Severities that are shown, and how."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that the engine reported; `urn` is empty when it is about no single resource."""

    urn: str
    message: str


class Watch:
    """Takes an operation's events, remembers what they say, and shows it as the subclass does.

    Attributes:
        progress: how far the operation is.
        failures: every error reported so far.
        is_blocked: whether a policy that is mandatory is violated.
    """

    def __init__(self, plan: Progress | None = None) -> None:
        self.progress = Progress(plan)
        self.failures: list[Failure] = []
        self.is_blocked = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        pass

    def __call__(self, event: Event) -> None:
        """Take the next event, in the official engine's format."""
        resource = self.progress.see(event)
        diagnostic = event.get("diagnosticEvent", {})
        if diagnostic.get("severity") == "error":
            self.failures.append(Failure(diagnostic.get("urn", ""), diagnostic["message"].strip()))
        self.is_blocked |= event.get("policyEvent", {}).get("enforcementLevel") == "mandatory"
        with suppress(OSError):  # nobody looks any more: the operation goes on all the same
            self.show(event, resource)

    def show(self, event: Event, resource: Resource | None) -> None:
        """Show an event; `resource` is the one it is about, if any."""

    def say(self, text: str) -> None:
        """Tell the person something that no event holds."""


class JsonWatch(Watch):
    """Each event as a line of JSON."""

    def __init__(self, out: IO[str], plan: Progress | None = None) -> None:
        super().__init__(plan)
        self.out = out

    def show(self, event: Event, resource: Resource | None) -> None:  # noqa: ARG002
        try:
            print(json.dumps(event, separators=(",", ":")), file=self.out, flush=True)
        except BrokenPipeError:
            discard(self.out)

    def say(self, text: str) -> None:
        print(text, file=sys.stderr)  # noqa: T201


class PlainWatch(Watch):
    """A line when it begins, and one for each resource that has changed or failed."""

    def __init__(self, console: Console, title: str, plan: Progress | None = None) -> None:
        super().__init__(plan)
        self.console = console
        console.print(Text(title))

    def show(self, event: Event, resource: Resource | None) -> None:
        if resource is None:
            _print_diagnostic(self.console, event.get("diagnosticEvent", {}))
        elif _has_happened(event, resource):
            look = appearance(resource.op)
            failed = resource.phase is Phase.FAILED
            line = Text(f" {look.symbol:<2} {short_type(resource.type)} {resource.name} ", style=look.style)
            line.append(f"{look.doing} failed" if failed else look.done, style="bold red" if failed else "")
            line.append(" [retained]" if resource.is_retained else "")
            self.console.print(line.append(f" ({duration(resource.ended - resource.begun)})"))

    def say(self, text: str) -> None:
        self.console.print(Text(text))


class LiveWatch(Watch):
    """The tree, redrawn in place, and gone when the operation ends."""

    def __init__(self, console: Console, title: str, plan: Progress | None = None) -> None:
        super().__init__(plan)
        self.console, self.title = console, title
        self.live = Live(
            get_renderable=self._frame, console=console, refresh_per_second=REDRAWN_PER_SECOND, transient=True
        )

    def __enter__(self) -> Self:
        self.live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.live.stop()

    def show(self, event: Event, resource: Resource | None) -> None:  # noqa: ARG002
        diagnostic = event.get("diagnosticEvent", {})
        # What counts only for the moment stands on the line of its resource.
        if not (diagnostic.get("ephemeral") and diagnostic.get("urn") in self.progress.resources):
            _print_diagnostic(self.console, diagnostic)

    def say(self, text: str) -> None:
        self.console.print(Text(text, style="bold"))

    def _frame(self) -> Group:
        width, height = self.console.size
        now = self.progress.clock()
        return Group(*frame(self.progress, self.title, width=width, height=height, now=now))


Watcher = Callable[[str, Progress | None], Watch]


def watcher(console: Console) -> Watcher:
    """How to follow an operation on a console: redrawn where the console can be."""
    kind = LiveWatch if console.is_terminal and not console.is_dumb_terminal else PlainWatch
    return lambda title, plan: kind(console, title, plan)


def _has_happened(event: Event, resource: Resource) -> bool:
    """Whether a line is due: something was done to it. `replace` only announces; its two halves are what is done."""
    planning = any(isinstance(body, dict) and body.get("planning") for body in event.values())
    told = resource.changes and resource.op != "replace" and not resource.is_default_provider
    return told and resource.phase is not Phase.ACTIVE and not planning


def _print_diagnostic(console: Console, diagnostic: dict[str, Any]) -> None:
    """A message of the program or a provider; errors are told at the end, with their resource."""
    severity = diagnostic.get("severity")
    if severity in DIAGNOSTICS and severity != "error":
        name = diagnostic.get("urn", "").rpartition("::")[2]
        prefix = "" if severity.startswith("info") else f"{severity}: "
        text = f"    {prefix}{diagnostic['message'].strip()}{f' ({name})' if name else ''}"
        console.print(Text(text, style=DIAGNOSTICS[severity]))
