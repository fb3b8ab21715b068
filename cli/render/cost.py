"""What stacks cost, for people, for programs and for a comment on a pull request."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cli.cost.bill import Bill, named
from cli.cost.figures import Figures
from cli.render.console import console
from costs import HOURS_A_MONTH, Estimate, Item, Range, Sum

NAMED_MAX = 3
"""Resources that are named for a reason; `--details` and `--json` name all."""


def show_bill(bill: Bill, before: Figures | None, violations: Sequence[str], form: str, *, details: bool) -> None:
    """Print what a stack costs.

    Args:
        bill: of the stack as it would be.
        before: what it is compared with, if anything.
        violations: why it costs too much.
        form: `text`, `json` or `markdown`.
        details: whether every line is shown.
    """
    if form == "json":
        _write(json.dumps(bill_json(bill, before, violations), indent=2))
        return
    if form == "markdown":
        _write("\n".join(markdown_lines(bill, before, violations)))
        return
    out = console(sys.stdout)
    for part in _parts(bill, before, details=details):
        out.print(part)
    for violation in violations:
        out.print(Text(f"too much: {violation}", "bold red"))


def show_all(bills: Sequence[Bill], form: str) -> None:
    """Print what several stacks cost, side by side."""
    if form == "json":
        _write(json.dumps([bill_json(bill, None, ()) for bill in bills], indent=2))
        return
    rows = [(bill.name, bill.estimate.region, bill.estimate.total) for bill in bills]
    if form == "markdown":
        lines = [f"| {name} | {region} | {money(one.usd)} | {len(one.unknown)} |" for name, region, one in rows]
        _write("\n".join(["| stack | region | USD a month | without a known price |", "|---|---|---:|---:|", *lines]))
        return
    out = console(sys.stdout)
    table = _table("stack", "region", "USD a month", "without a known price", right=(2, 3))
    for name, region, one in rows:
        table.add_row(name, region, money(one.usd), str(len(one.unknown)))
    out.print(table)
    out.print(Text(f"\n{basis()}. `strata cost STACK` tells what each rests on.", "dim"))


def money(usd: Range) -> str:
    """`73.00`, or `10.00 to 20.00` where use decides."""
    low, high = f"{usd.low:,.2f}", f"{usd.high:,.2f}"
    return low if low == high else f"{low} to {high}"


def summed(one: Sum) -> str:
    """A sum, and how much is missing from it: `10.00 to 20.00 + 3 unknown`."""
    return f"{money(one.usd)} + {len(one.unknown)} unknown" if one.unknown else money(one.usd)


def basis() -> str:
    """What every figure rests on."""
    return f"A month has {HOURS_A_MONTH} hours; list prices on demand, without tax, discounts and free tiers"


def markdown_lines(bill: Bill, before: Figures | None, violations: Sequence[str]) -> Iterator[str]:
    """A comment on a pull request."""
    estimate = bill.estimate
    yield f"### Cost of {bill.name}: {summed(estimate.total)} USD a month"
    yield ""
    yield from (f"**Too much:** {violation}\n" for violation in violations)
    yield f"| component | USD a month |{' change |' if before else ''}"
    yield f"|---|---:|{'---:|' if before else ''}"
    for name, now, change in _rows(bill, before):
        yield f"| {name} | {now} |{f' {change} |' if before else ''}"
    yield ""
    if before:
        yield f"Compared with {before.name}."
    for item in bill.unknown:
        yield f"- unknown: `{named(item)}`: {item.why}"
    yield ""
    yield "<details><summary>What this rests on</summary>\n"
    yield from (f"- {line}" for line in _grounds(estimate))
    yield "\n</details>"


def bill_json(bill: Bill, before: Figures | None, violations: Sequence[str]) -> dict[str, Any]:
    """A bill for programs, and for `--baseline`."""
    estimate = bill.estimate
    written = {
        "stack": bill.name,
        "region": estimate.region,
        "total": _range(estimate.total.usd),
        "unknown": [{"name": named(item), "urn": item.urn, "why": item.why} for item in bill.unknown],
        "components": {name: _sum(one) for name, one in bill.by(bill.components).items()},
        "teams": {name: _sum(one) for name, one in bill.by(bill.teams).items()},
        "assumptions": dict(estimate.rests_on()),
        "notSeen": dict(estimate.unseen),
        "hoursAMonth": HOURS_A_MONTH,
        "items": [_item(item) for item in estimate.items],
    }
    if before:
        written["comparedWith"] = {
            "name": before.name,
            "total": _range(before.total),
            "newlyUnknown": sorted(bill.figures().unknown - before.unknown),
            "tooMuch": list(violations),
        }
    return written


def _parts(bill: Bill, before: Figures | None, *, details: bool) -> Iterator[RenderableType]:
    estimate = bill.estimate
    yield Text(f"{bill.name} in {estimate.region}, USD a month", "bold")
    yield Text()
    names = ("component", "USD a month", f"against {before.name}") if before else ("component", "USD a month")
    table = _table(*names, right=(1, 2))
    for row in _rows(bill, before):
        table.add_row(*row[: len(names)])
    yield table
    yield Text()
    owners = _table("team", "USD a month", right=(1,))
    for name, one in bill.by(bill.teams).items():
        owners.add_row(name, summed(one))
    yield owners
    yield Text()
    if details:
        yield _lines(estimate.items)
        yield Text()
    yield from _missing(bill, before, all_of_it=details)
    for line in _grounds(estimate):
        yield Text(line, "dim")


def _rows(bill: Bill, before: Figures | None) -> Iterator[tuple[str, str, str]]:
    """Component, what it costs, how that changed; the total last."""
    sums = bill.by(bill.components)
    was = before.components if before else {}
    for name, one in sums.items():
        yield name, summed(one), _change(was.get(name, Range(0, 0)), one.usd)
    for name in sorted(was.keys() - sums.keys()):
        yield name, "-", _change(was[name], Range(0, 0))
    everything = bill.estimate.total
    yield "total", summed(everything), _change(before.total, everything.usd) if before else ""


def _change(before: Range, after: Range) -> str:
    low, high = (f"{now - was:+,.2f}" for was, now in ((before.low, after.low), (before.high, after.high)))
    low, high = (one.replace("+0.00", "0.00").replace("-0.00", "0.00") for one in (low, high))
    return low if low == high else f"{low} to {high}"


def _missing(bill: Bill, before: Figures | None, *, all_of_it: bool) -> Iterator[Text]:
    """What has no price: by what is missing from the list, or one by one."""
    if not bill.unknown:
        return
    yield Text(f"{len(bill.unknown)} without a known price, which the total lacks:", "yellow")
    known = before.unknown if before else frozenset(named(item) for item in bill.unknown)
    if new := [named(item) for item in bill.unknown if named(item) not in known]:
        yield Text(f"  new against {before.name if before else ''}: {', '.join(new)}", "bold yellow")
    groups: dict[str, list[str]] = {}
    for item in bill.unknown:
        groups.setdefault(item.why, []).append(item.urn.rpartition("::")[2])
    for why, names in groups.items():
        told = names if all_of_it else names[:NAMED_MAX]
        more = f" and {len(names) - len(told)} more" if len(told) < len(names) else ""
        yield Text(f"  {why}: {', '.join(told)}{more}", "yellow")
    yield Text("  `strata cost refresh` takes prices from AWS's price list", "yellow")


def _grounds(estimate: Estimate) -> Iterator[str]:
    """What the figures rest on: prices, assumptions, and what was not seen."""
    days = sorted(item.as_of for item in estimate.items if item.as_of)
    yield basis() + (f"; prices of {days[0]} to {days[-1]}" if days else "")
    for name, told in estimate.rests_on().items():
        yield f"assumed: {name} = {told}"
    reasons: dict[str, int] = {}
    for why in estimate.unseen.values():
        reasons[why] = reasons.get(why, 0) + 1
    for why, count in reasons.items():
        yield f"not seen, of {count} resources: {why}"


def _lines(items: Sequence[Item]) -> Table:
    table = _table("resource", "what", "quantity", "unit price", "USD a month", "source", right=(2, 3, 4))
    for item in items:
        usd = "unknown" if item.usd is None else money(item.usd)
        unit = "" if item.unit_usd is None else f"{item.unit_usd:.10f}".rstrip("0").rstrip(".") + f"/{item.unit}"
        source = f"{item.source} {item.as_of}" if item.source else item.why
        table.add_row(item.urn.rpartition("::")[2], item.what, str(item.quantity), unit, usd, source)
    return table


def _table(*names: str, right: Sequence[int]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for index, name in enumerate(names):
        table.add_column(name, justify="right" if index in right else "left", no_wrap=True)
    return table


def _range(usd: Range) -> dict[str, float]:
    return {"low": round(usd.low, 6), "high": round(usd.high, 6)}


def _sum(one: Sum) -> dict[str, Any]:
    return {**_range(one.usd), "unknown": len(one.unknown)}


def _item(item: Item) -> Mapping[str, Any]:
    return {
        "urn": item.urn,
        "what": item.what,
        "region": item.region,
        "usd": None if item.usd is None else _range(item.usd),
        "why": item.why,
        "price": item.price,
        "quantity": {"low": item.quantity.low, "high": item.quantity.high},
        "unit": item.unit,
        "unitUsd": item.unit_usd,
        "assumption": item.assumption,
        "source": item.source,
        "asOf": item.as_of.isoformat() if item.as_of else None,
    }


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
