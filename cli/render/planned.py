"""Plans of stacks, side by side: changes, policies, costs."""

from __future__ import annotations

import json as codec
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from cli.command_name import command_name
from cli.render.console import console
from cli.render.operations import ORDER, appearance, told
from cli.render.progress import resource_label

if TYPE_CHECKING:
    from cli.plans.overview import Overview
    from cli.plans.parallel import Failure
    from costs import Sum

LISTED_MAX = 12
"""Resources, or findings, that are listed of a stack; --json tells all."""


@contextmanager
def progress(names: Sequence[str], *, quiet: bool) -> Iterator[Callable[[str, int], None]]:
    """Shows how far each stack is, redrawn by whoever tells it: no thread may run when processes are forked."""
    out = console(sys.stderr)
    steps = dict.fromkeys(names, 0)
    title = f"Planning {', '.join(names)}"
    if quiet or not out.is_terminal or out.is_dumb_terminal:
        if not quiet:
            out.print(Text(title))
        yield lambda _name, _count: None
        return

    def line() -> Text:
        done = [f"{name} {count}" if count else name for name, count in steps.items()]
        return Text(f"Planning {' · '.join(done)}")

    with Live(line(), console=out, auto_refresh=False, transient=True) as live:

        def show(name: str, count: int) -> None:
            if name:
                steps[name] = count
            live.update(line(), refresh=True)

        yield show


def show_plans(plans: Sequence[Overview], failed: Mapping[str, Failure], *, json: bool) -> None:
    """Print plans, and why others failed."""
    if json:
        document = {
            "stacks": [plan_json(one) for one in plans],
            "failed": {name: list(one.messages) for name, one in failed.items()},
        }
        sys.stdout.write(codec.dumps(document, indent=2) + "\n")
        return
    out = console(sys.stdout)
    for part in plan_parts(plans):
        out.print(part)
    for name, failure in failed.items():
        out.print(Text(f"{name}: cannot be planned", "bold red"))
        for message in failure.messages:
            out.print(Text(f"  {message}"))


def plan_parts(plans: Sequence[Overview]) -> list[RenderableType]:
    """The plans from top to bottom: a table of all, then what each of them asks for attention."""
    if not plans:
        return []
    parts: list[RenderableType] = [_table(plans), Text()]
    for one in plans:
        parts += [*_attention(one), Text()]
    return parts


def plan_json(plan: Overview) -> dict[str, Any]:
    """A plan for programs."""
    policies = plan.policies
    return {
        "stack": plan.stack,
        "changes": {"total": dict(_total(plan)), "byComponent": {n: dict(c) for n, c in plan.changes.items()}},
        "replaced": {urn: list(paths) for urn, paths in plan.replaced.items()},
        "deleted": list(plan.leaving),
        "protected": list(plan.protected),
        "policies": policies and {"summary": policies.summary, "violations": list(policies.violations)},
        "usdAMonth": plan.estimate
        and {
            "region": plan.region,
            **_usd(plan.estimate.total),
            "byComponent": {name: _usd(cost) for name, cost in plan.costs.items()},
            "byTeam": {name: _usd(cost) for name, cost in plan.team_costs.items()},
            "assumptions": dict(plan.estimate.rests_on()),
            "unseen": dict(plan.estimate.unseen),
        },
    }


def _usd(cost: Sum) -> dict[str, Any]:
    return {
        "low": round(cost.usd.low, 2),
        "high": round(cost.usd.high, 2),
        "withoutAKnownPrice": [{"urn": one.urn, "what": one.what, "why": one.why} for one in cost.unknown],
    }


def _total(plan: Overview) -> Counter[str]:
    return sum((Counter(each) for each in plan.changes.values()), Counter[str]())


def _table(plans: Sequence[Overview]) -> Table:
    """A row for each component, and for each stack its changes and its costs."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("component", no_wrap=True)
    for one in plans:
        table.add_column(one.stack, no_wrap=True)
        table.add_column("USD a month", justify="right", no_wrap=True)
    names = dict.fromkeys(name for one in plans for name in one.changes)
    for name in names:
        cells: list[Text] = []
        for one in plans:
            cells += [_symbols(one.changes.get(name, {})), Text(_money(one.costs.get(name)) if one.estimate else "?")]
        table.add_row(name, *cells)
    cells = []
    for one in plans:
        cells += [_symbols(_total(one)), Text(_money(one.estimate.total) if one.estimate else "?")]
    table.add_row("all", *cells, style="bold")
    return table


def _symbols(changes: Mapping[str, int]) -> Text:
    """`+3 ~1 =12`."""
    text = Text()
    for op in ORDER:
        if changes.get(op):
            look = appearance(op)
            text.append(f"{look.symbol}{changes[op]} ", style=look.style)
    return text or Text("·", "dim")


def _money(cost: Sum | None) -> str:
    """`12`, `12-40`, `12 + ?`: the question mark stands for what has no known price."""
    if cost is None:
        return "-"
    low, high = f"{cost.usd.low:,.0f}", f"{cost.usd.high:,.0f}"
    return (low if low == high else f"{low}-{high}") + (" + ?" if cost.unknown else "")


def _attention(plan: Overview) -> list[Text]:
    lines = [Text(plan.stack, "bold").append(f"  {told(_total(plan), planned=True)}", "default")]
    lines += _listed(
        "replaced", {f"{resource_label(u)}  because of {', '.join(p)}": "magenta" for u, p in plan.replaced.items()}
    )
    lines += _listed("deleted", {resource_label(urn): "red" for urn in plan.leaving})
    lines.append(Text(f"  protected  {len(plan.protected)} resources" if plan.protected else "  protected  nothing"))
    lines += _policies(plan)
    return lines + _costs(plan)


def _listed(title: str, entries: Mapping[str, str]) -> list[Text]:
    lines = [
        Text(f"  {title if not index else '':<9}  {text}", style) for index, (text, style) in enumerate(entries.items())
    ]
    if len(lines) > LISTED_MAX:
        lines = [*lines[:LISTED_MAX], Text(f"{'':13}… and {len(lines) - LISTED_MAX} more; --json lists all", "dim")]
    return lines


def _policies(plan: Overview) -> list[Text]:
    if plan.policies is None:
        return [Text("  policies   none are in force", "yellow")]
    numbers, found = plan.policies.summary, plan.policies.violations
    kinds = {"violations": "violated", "blocking": "blocking", "unknown": "cannot be known yet", "waived": "waived"}
    summary = ", ".join(
        f"{numbers[kind]} {words}" for kind, words in kinds.items() if numbers[kind] or kind == "violations"
    )
    style = "bold red" if numbers["blocking"] else "yellow" if found else "green"
    lines = [Text(f"  policies   {summary}; {numbers['rules']} rules", style)]
    shown = (f"{one['severity']}  {one['rule']}  {resource_label(one['urn'])}" for one in found[:LISTED_MAX])
    lines += [Text(f"{'':13}{text}", style) for text in shown]
    if found:
        lines.append(Text(f"{'':13}{command_name()} policy check {plan.stack}  # all of it, and what mends it"))
    return lines


def _costs(plan: Overview) -> list[Text]:
    if plan.estimate is None:
        return [Text("  costs      not known: the stack names no aws:region", "yellow")]
    total = plan.estimate.total
    lines = [Text(f"  costs      {_money(total)} USD a month in {plan.region}")]
    by_team = ", ".join(f"{name} {_money(cost)}" for name, cost in plan.team_costs.items())
    lines.append(Text(f"{'':13}by team: {by_team or 'nothing'}"))
    if total.unknown:
        lines.append(Text(f"{'':13}?  {len(total.unknown)} parts have no known price", "yellow"))
    if plan.estimate.unseen:
        lines.append(Text(f"{'':13}not seen: what {len(plan.estimate.unseen)} charts make", "yellow"))
    if assumed := plan.estimate.rests_on():
        lines.append(Text(f"{'':13}rests on {len(assumed)} assumptions of use", "dim"))
    lines.append(Text(f"{'':13}{command_name()} cost {plan.stack}  # line by line, with sources and assumptions"))
    return lines
