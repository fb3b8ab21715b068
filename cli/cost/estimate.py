"""`strata cost estimate`, and `strata cost` for short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.arguments import Json
from cli.cost.options import Assume, Baseline, CostedStack, Details, Form, Increase, Other, Strict
from cli.errors import OperationFailed, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from cli.cost.figures import Figures
    from cli.workspace import Workspace


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
        show_all(planned(workspace, stack_names(workspace.root), assume or []), form)
        return
    if diff and (baseline or diff == stack):
        raise UsageError("compare with one thing: another stack by --diff, or a file by --baseline")
    bill, *others = planned(workspace, [stack, diff] if diff else [stack], assume or [])
    before = others[0].figures() if others else _before(workspace, stack, baseline, assume or [])
    if before is None and (limit or strict):
        raise UsageError(f"{stack} was never brought up here: name what to compare with, by --baseline or --diff")
    found = violations(before, bill.figures(), limit, strict=strict) if before else []
    show_bill(bill, before, found, form, details=details)
    if found:
        raise OperationFailed


def _before(workspace: Workspace, stack: str, baseline: Path | None, assume: list[str]) -> Figures | None:
    """What the plan is compared with; None if there is nothing."""
    from cli.cost.bills import recorded
    from cli.cost.figures import Figures

    if baseline:
        return Figures.read(baseline)
    bill = recorded(workspace, stack, assume)
    return bill.figures() if bill else None
