"""The end of an operation: what came of it, where things are, what to type next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cli.render.console import duration
from cli.render.operations import ORDER, appearance, told
from cli.render.outputs import output_lines
from cli.render.progress import Progress, resource_label
from cli.render.watch import Failure

DEFAULT_REGION = "us-east-1"
ENTRIES_MAX = 12
"""Entries of an output that are shown; `strata outputs` shows all."""
FAILURES_MAX = 12
"""Failures that are shown; the rest have seldom another cause."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is to be told about an operation that ended.

    Attributes:
        done: what happened, e.g. `updated`.
        carried_out: whether it got further than its plan.
        errors: what the engine's summary says went wrong.
        state: where the stack's state is recorded: a file or a URL.
        endpoint, region: where the sandbox's AWS answers, and as which region; None when there is nothing to use.
        next_commands: a command and what it is for, each.
    """

    stack: str
    done: str
    succeeded: bool
    carried_out: bool = True
    duration_s: float
    progress: Progress
    failures: Sequence[Failure] = ()
    errors: Sequence[str] = ()
    outputs: Mapping[str, Any] = field(default_factory=dict)
    show_secrets: bool = False
    state: str
    endpoint: str | None = None
    region: str = DEFAULT_REGION
    next_commands: Mapping[str, str] = field(default_factory=dict)


def report_parts(report: Report) -> list[RenderableType]:
    """The report from top to bottom: failures last, where the eye rests."""
    if not report.carried_out:
        return [*failure_lines(report), headline(report)]
    parts: list[RenderableType] = []
    if report.progress.components():
        parts += [counts_table(report.progress), Text()]
    if report.outputs and report.succeeded:
        parts += [Text("Outputs", style="bold")]
        lines = output_lines(report.outputs, show_secrets=report.show_secrets, entries_max=ENTRIES_MAX)
        parts += [Text(line) for line in lines]
        parts.append(Text())
    parts += [*failure_lines(report), headline(report), Text(f"  state  {report.state}")]
    if report.endpoint:
        shown = access(report.endpoint, report.region).items()
        parts += [Text(f"  {name:<5}  {value}") for name, value in shown]
    width = max(map(len, report.next_commands), default=0)
    for index, (command, purpose) in enumerate(report.next_commands.items()):
        parts.append(Text(f"  {'' if index else 'next':<5}  {command:<{width}}  # {purpose}"))
    return parts


def headline(report: Report) -> Text:
    """One sentence that says it all."""
    took = duration(report.duration_s)
    if not report.carried_out:
        return Text(f"{report.stack}: the plan failed; nothing was changed", "bold red")
    if not report.succeeded:
        return Text(f"{report.stack}: failed after {took}; {told(report.progress.counts, planned=False)}", "bold red")
    return Text(f"{report.stack}: {report.done} in {took}; {told(report.progress.counts, planned=False)}", "bold green")


def counts_table(progress: Progress) -> Table:
    """Resources by component and by what happened to them."""
    ops = [op for op in ORDER if progress.counts.get(op)]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("component", no_wrap=True)
    for op in ops:
        table.add_column(appearance(op).done, justify="right", style=appearance(op).style)
    for component in progress.components():
        counts = component.counts
        table.add_row(component.name, *(str(counts[op]) if counts[op] else "·" for op in ops))
    return table


def access(endpoint: str, region: str = DEFAULT_REGION) -> dict[str, str]:
    """How to use the sandbox's AWS, in a shell and in Python. The credentials are dummies that it ignores."""
    shell = {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": region}
    shell |= {"AWS_ACCESS_KEY_ID": "sandbox", "AWS_SECRET_ACCESS_KEY": "sandbox"}
    python = {"endpoint_url": endpoint, "region_name": region}
    python |= {"aws_access_key_id": "sandbox", "aws_secret_access_key": "sandbox"}
    settings = ", ".join(f'{name}="{value}"' for name, value in python.items())
    return {
        "aws": " ".join(f"{name}={value}" for name, value in shell.items()) + " aws s3 ls",
        "boto3": f'boto3.client("s3", {settings})',
    }


def failure_lines(report: Report) -> list[Text]:
    """The failures: the resource, its URN, the cause, and what to do."""
    told_of = [failure.message for failure in report.failures]
    others = [error for error in report.errors if not any(cause in error or error in cause for cause in told_of)]
    failures = [*report.failures, *(Failure("", error) for error in others)]
    lines: list[Text] = []
    for failure in failures[:FAILURES_MAX]:
        if failure.urn:
            lines.append(Text(resource_label(failure.urn), style="bold red"))
            lines.append(Text(f"  urn    {failure.urn}"))
        else:
            lines.append(Text("error", style="bold red"))
        first, *more = _without_urn(failure).splitlines() or [""]
        lines += [Text(f"  cause  {first}"), *(Text(f"         {line}") for line in more), Text()]
    if len(failures) > FAILURES_MAX:
        lines += [Text(f"… and {len(failures) - FAILURES_MAX} more failures; --json tells all", "bold red"), Text()]
    return lines


def _without_urn(failure: Failure) -> str:
    """The message of a failure, whose URN is told already."""
    return failure.message.replace(f"{failure.urn}: ", "") if failure.urn else failure.message
