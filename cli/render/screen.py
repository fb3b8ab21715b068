"""Everything a command can show. One screen for people, one for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from rich.table import Table
from rich.text import Text

from cli.errors import Missing
from cli.kept import Why
from cli.render.console import console, duration
from cli.render.kept import kept_lines
from cli.render.outputs import output_lines, output_values
from cli.render.plan import plan_lines
from cli.render.progress import Progress
from cli.render.report import DEFAULT_REGION, Report, access, report_parts
from cli.render.watch import JsonWatch, Watch, watcher

if TYPE_CHECKING:
    from audit import Report as AuditReport


class Screen(Protocol):
    """What commands show."""

    def say(self, text: str) -> None:
        """A remark."""

    def watch(self, title: str, plan: Progress | None = None) -> Watch:
        """Follow an operation."""

    def plan(self, progress: Progress, *, properties: bool = False, planned: bool = True) -> None:
        """What would happen, or has happened."""

    def confirm(self, question: str, progress: Progress, *, typed: str = "yes") -> bool:
        """Ask a person, who types this to agree; `details` shows the plan with every property first."""

    def agree(self, question: str) -> bool:
        """Ask a person for yes or no."""

    def missing(self, missing: Sequence[Missing], unchecked: str) -> None:
        """What an operation needs and does not find, and what could not be looked for."""

    def confirm_name(self, question: str, name: str) -> bool:
        """Have a person type a name."""

    def kept(self, reasons: Mapping[str, Why]) -> None:
        """What a destroy leaves, and why."""

    def audit(self, stack: str, report: AuditReport) -> None:
        """What is left of a stack."""

    def report(self, report: Report) -> None:
        """The end of an operation."""

    def outputs(self, stack: str, outputs: Mapping[str, Any], *, show_secrets: bool) -> None:
        """A stack's outputs."""

    def table(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows with the same columns."""

    def facts(self, facts: Mapping[str, Any]) -> None:
        """Names and values."""


class TextScreen:
    """The screen for people."""

    def __init__(self, out: IO[str]) -> None:
        self.console = console(out)

    def say(self, text: str) -> None:
        self.console.print(Text(text))

    def watch(self, title: str, plan: Progress | None = None) -> Watch:
        return watcher(self.console)(title, plan)

    def plan(self, progress: Progress, *, properties: bool = False, planned: bool = True) -> None:
        for line in [*plan_lines(progress, properties=properties, planned=planned), Text()]:
            self.console.print(line)

    def confirm(self, question: str, progress: Progress, *, typed: str = "yes") -> bool:
        choice = "yes" if typed == "yes" else f"type {typed} to agree"
        while (answer := self._answer(f"{question} ({choice}/no/details) ", typed)) in {"d", "details"}:
            self.plan(progress, properties=True)
        return answer == typed

    def agree(self, question: str) -> bool:
        return self._answer(f"{question} (yes/no) ", "yes") == "yes"

    def missing(self, missing: Sequence[Missing], unchecked: str) -> None:
        """Told by the error that ends the command."""

    def _answer(self, question: str, typed: str) -> str:
        """What a person answers: this text, no, or details; asked until it is one of them."""
        while True:
            try:
                answer = self.console.input(question).strip()
            except EOFError:
                return "no"
            if answer == typed or (typed == "yes" and answer.lower() in {"y", "yes"}):
                return typed
            if answer.lower() in {"n", "no", "d", "details"}:
                return answer.lower()

    def confirm_name(self, question: str, name: str) -> bool:
        try:
            return self.console.input(question).strip() == name
        except EOFError:
            return False

    def kept(self, reasons: Mapping[str, Why]) -> None:
        for line in kept_lines(reasons):
            self.console.print(line)

    def audit(self, stack: str, report: AuditReport) -> None:
        from cli.render.audit import audit_parts

        for part in audit_parts(stack, report):
            self.console.print(part)

    def report(self, report: Report) -> None:
        for part in report_parts(report):
            self.console.print(part)

    def outputs(self, stack: str, outputs: Mapping[str, Any], *, show_secrets: bool) -> None:
        lines = output_lines(outputs, show_secrets=show_secrets)
        self.say("\n".join(line.removeprefix("  ") for line in lines) or f"{stack} has no outputs")

    def table(self, rows: Sequence[Mapping[str, Any]]) -> None:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for name in rows[0] if rows else ():
            table.add_column(name, no_wrap=True)
        for row in rows:
            table.add_row(*(_text(value) for value in row.values()))
        self.console.print(table)

    def facts(self, facts: Mapping[str, Any]) -> None:
        width = max(map(len, facts), default=0)
        for name, value in facts.items():
            self.say(f"{name:<{width}}  {_text(value)}")
        if endpoint := facts.get("endpoint"):
            for name, value in access(endpoint, facts.get("region") or DEFAULT_REGION).items():
                self.say(f"{name:<{width}}  {value}")


class JsonScreen:
    """The screen for programs: JSON on standard output, remarks on standard error."""

    def __init__(self, out: IO[str]) -> None:
        self.out = out

    def say(self, text: str) -> None:
        console(sys.stderr).print(Text(text))

    def watch(self, title: str, plan: Progress | None = None) -> Watch:  # noqa: ARG002
        return JsonWatch(self.out, plan)

    def plan(self, progress: Progress, *, properties: bool = False, planned: bool = True) -> None:
        """Told by the events already."""

    def confirm(self, question: str, progress: Progress, *, typed: str = "yes") -> bool:  # noqa: ARG002
        return False

    def agree(self, question: str) -> bool:  # noqa: ARG002
        return False

    def missing(self, missing: Sequence[Missing], unchecked: str) -> None:
        lacking = [{"what": one.what, "mend": one.mend} for one in missing]
        print(json.dumps({"missing": lacking, "unchecked": unchecked}), file=self.out)

    def confirm_name(self, question: str, name: str) -> bool:  # noqa: ARG002
        return False

    def kept(self, reasons: Mapping[str, Why]) -> None:
        """Told by the audit at the end."""

    def audit(self, stack: str, report: AuditReport) -> None:
        """In one line, as the events before it."""
        from cli.render.audit import audit_json

        print(json.dumps({"auditEvent": audit_json(stack, report)}, separators=(",", ":")), file=self.out)

    def report(self, report: Report) -> None:
        """Told by the events already; failures once more where a person may look."""
        if not report.succeeded:
            error(f"{report.stack}: failed after {duration(report.duration_s)}")

    def outputs(self, stack: str, outputs: Mapping[str, Any], *, show_secrets: bool) -> None:  # noqa: ARG002
        self._print(output_values(outputs, show_secrets=show_secrets))

    def table(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._print(list(rows))

    def facts(self, facts: Mapping[str, Any]) -> None:
        self._print(facts)

    def _print(self, value: Any) -> None:
        print(json.dumps(value, indent=2, default=str), file=self.out)


def screen(*, json: bool = False) -> Screen:
    """The screen that a command's `--json` asks for."""
    return JsonScreen(sys.stdout) if json else TextScreen(sys.stdout)


def error(message: str) -> None:
    """Say on standard error why a command ends."""
    console(sys.stderr).print(Text("error: ", style="bold red").append(message, style="default"))


def note(message: str) -> None:
    """Say something on standard error, where it is no part of what a command prints."""
    console(sys.stderr).print(Text(message))


def deployment(content: bytes) -> None:
    """A file's content on standard output, byte for byte."""
    sys.stdout.buffer.write(content)
    sys.stdout.flush()


def _text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} ({count})" for name, count in value.items()) or "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
