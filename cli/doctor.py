"""`strata doctor`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import InSandbox, Json, complete_stack
from cli.errors import ChecksFailed, Interrupted

if TYPE_CHECKING:
    from doctor import Check, Subject

Stack = Annotated[
    str | None,
    typer.Argument(help="A stack, to look at what it needs too.", autocompletion=complete_stack, show_default=False),
]
Timeout = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long a check may take, at least.")
]


def doctor(stack: Stack = None, *, sandbox: InSandbox = False, timeout: Timeout = 20.0, json: Json = False) -> None:
    """Find what would keep a stack from coming up.

    Without a stack: this machine. With one: its program, account, permissions, quotas, versions and state, before
    anything is changed. Each check passes, warns, fails or is skipped, and says why, and what mends it. Exits with 1
    if any fails. docs/doctor.md tells of each.
    """
    from cli.render.doctor import report, watching
    from doctor import Outcome, examine

    subject, stages = _subject(stack, in_sandbox=sandbox)
    try:
        with watching([check for stage in stages for check in stage], stack, json=json) as seen:
            results = examine(stages, subject, on_result=seen, limit_s=timeout)
        report(results, json=json)
    except KeyboardInterrupt:
        _leave(Interrupted.code)
    failures = sum(result.finding.outcome is Outcome.FAIL for result in results)
    if any(result.is_late for result in results):
        _leave(ChecksFailed.code)
    if failures:
        raise ChecksFailed


def _subject(name: str | None, *, in_sandbox: bool) -> tuple[Subject, list[tuple[Check, ...]]]:
    """What is looked at, and the checks by stage."""
    from cli.command_name import command_name
    from cli.engines.official import checks as official
    from cli.engines.official.settings import StackSettings
    from cli.workspace import Workspace
    from doctor import Subject, checks

    workspace = Workspace.find()
    subject = Subject(
        root=workspace.root, sandbox=workspace.sandbox, in_sandbox=in_sandbox or not name, typed=command_name()
    )
    machine = (*checks.MACHINE, *official.machine_checks())
    if not name:
        return subject, [machine]
    subject.stack = workspace.stack(name, as_found=True)
    settings = StackSettings.read(workspace.root, subject.stack.name)
    subject.region = settings.region
    if not in_sandbox:
        official.prepare(subject, settings)
    return subject, [machine, checks.PROGRAM, (*checks.ACCOUNT, *official.stack_checks(settings), *checks.STACK)]


def _leave(code: int) -> None:
    """End at once: what hangs in a thread would keep the process from ending."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
