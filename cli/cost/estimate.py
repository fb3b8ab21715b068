"""`strata cost estimate`, and `strata cost` for short."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cli.arguments import Json, complete_stack
from cli.errors import OperationFailed, UsageError

if TYPE_CHECKING:
    from cli.cost.bill import Figures
    from cli.workspace import Workspace

CostedStack = Annotated[
    str | None, typer.Argument(metavar="[STACK]", help="The stack; else all.", autocompletion=complete_stack)
]
Other = Annotated[
    str | None, typer.Option("--diff", metavar="OTHER", help="Compare with another stack.", show_default=False)
]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="Compare with what an earlier --json wrote.")
]
Increase = Annotated[
    str | None,
    typer.Option("--max-increase", metavar="20%|USD", help="Exit with 1 if it costs more than this on top."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if something new has no known price.")]
Assume = Annotated[
    list[str] | None,
    typer.Option("--assume", metavar="NAME=AMOUNT", help="Use: s3_gib=500, or nat_gib=100..500. May be repeated."),
]
Details = Annotated[bool, typer.Option("--details", help="Show every line, with the source of its price.")]
Form = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", help="How to tell it.")]


def estimate(
    stack: CostedStack = None,
    *,
    diff: Other = None,
    baseline: Baseline = None,
    max_increase: Increase = None,
    strict: Strict = False,
    assume: Assume = None,
    details: Details = False,
    format_: Form = "text",
    json: Json = False,
) -> None:
    """Show what a stack would cost a month, by component and by team; without a stack, all of them.

    It is planned in the sandbox; nothing is created. If the sandbox holds a state of the stack, the plan is compared
    with that. Use that no declaration tells is assumed, and said.
    """
    from cli.cost.bills import planned
    from cli.cost.gate import Limit, violations
    from cli.render.cost import show_all, show_bill
    from cli.workspace import Workspace, stack_names

    form = "json" if json else format_
    limit = Limit.parse(max_increase) if max_increase is not None else None
    workspace = Workspace.find()
    if stack is None:
        if diff or baseline or limit or strict:
            raise UsageError("name a stack to compare: strata cost STACK")
        show_all([planned(workspace, name, assume or []) for name in stack_names(workspace.root)], form)
        return
    bill = planned(workspace, stack, assume or [])
    before = _before(workspace, stack, diff, baseline, assume or [])
    if before is None and (limit or strict):
        raise UsageError(f"{stack} was never brought up here: name what to compare with, by --baseline or --diff")
    found = violations(before, bill.figures(), limit, strict=strict) if before else []
    show_bill(bill, before, found, form, details=details)
    if found:
        raise OperationFailed


def _before(
    workspace: Workspace, stack: str, diff: str | None, baseline: Path | None, assume: list[str]
) -> Figures | None:
    """What the plan is compared with; None if there is nothing."""
    from cli.cost.bill import Figures
    from cli.cost.bills import planned, recorded

    if diff and baseline:
        raise UsageError("compare with one thing: --diff, or --baseline")
    if baseline:
        return Figures.read(baseline)
    bill = planned(workspace, diff, assume) if diff else recorded(workspace, stack, assume)
    return bill.figures() if bill else None
