"""`strata doctor`."""

from __future__ import annotations

import functools
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
    """Find what would keep a stack from coming up, before anything is changed.

    Without a stack: this machine. With one: its program, account, permissions, quotas, versions, state. Each check
    passes, warns, fails or is skipped, and says why, and what mends it. Fails if any check does; see docs/doctor.md.
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
    from cli import prerequisites
    from cli.command_name import command_name
    from cli.engines.official.settings import StackSettings
    from cli.workspace import Workspace
    from doctor import Subject, checks
    from sandbox.providers.aws.session import AwsSession

    workspace = Workspace.find()
    stack = workspace.stack(name, as_found=True) if name else None
    settings = StackSettings.read(workspace.root, stack.name) if stack else None
    region = settings.region if settings else None
    subject = Subject(
        root=workspace.root,
        sandbox=workspace.sandbox,
        in_sandbox=in_sandbox,
        open_account=lambda: AwsSession(workspace.sandbox.endpoint, region or "us-east-1").client,
        stack=stack,
        region=region,
        typed=command_name(),
    )
    if settings and not in_sandbox:
        subject.open_account = functools.partial(prerequisites.open_account, settings)
        subject.ends_soon = functools.partial(prerequisites.end_soon, settings)
        subject.assumed_role = settings.role
    pulumi, plugins, backend = prerequisites.checks(settings)
    machine = (*checks.MACHINE, pulumi, plugins)
    return subject, [machine, checks.PROGRAM, (*checks.ACCOUNT, backend, *checks.STACK)] if stack else [machine]


def _leave(code: int) -> None:
    """End at once: what hangs in a thread would keep the process from ending."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
