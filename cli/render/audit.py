"""What an audit found: a row for each thing, what it costs a month, and what that rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from audit import Entry, Report, Standing
from costs import HOURS_A_MONTH, Prices

STYLES = {Standing.KEPT: "", Standing.LEAVING: "dim", Standing.RESIDUE: "bold red"}
MEANINGS = {
    Standing.KEPT: "kept on purpose",
    Standing.LEAVING: "deleted already, going by itself",
    Standing.RESIDUE: "residue: nobody knows of it any more",
}


def audit_parts(stack: str, report: Report) -> list[RenderableType]:
    """The audit from top to bottom: the table, the sums, what they rest on, what was not asked."""
    parts: list[RenderableType] = []
    if report.entries:
        parts += [_table(report.entries), Text()]
    parts += [Text(line, STYLES[standing]) for standing, line in _sums(report)]
    if report.entries:
        parts.append(Text(_assumptions(), style="dim"))
    parts += [Text(f"not asked: {reason}", style="yellow") for reason in report.unasked]
    if not report.residue:
        parts.append(Text(f"{stack}: nothing is left that should not be", style="bold green"))
    return parts


def audit_json(stack: str, report: Report) -> dict[str, Any]:
    """The audit for programs."""
    return {
        "stack": stack,
        "found": [
            {
                "service": entry.finding.service,
                "type": entry.finding.kind,
                "id": entry.finding.id,
                "standing": entry.standing.value,
                "usdAMonth": entry.cost.usd,
                "why": entry.finding.leaving or entry.cost.why,
                "sources": list(entry.cost.sources),
            }
            for entry in report.entries
        ],
        "knownUsdAMonth": {standing.value: report.known_usd(standing) for standing in Standing},
        "withoutAKnownPrice": {standing.value: len(report.unpriced(standing)) for standing in Standing},
        "notAsked": list(report.unasked),
    }


def _table(entries: Sequence[Entry]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("standing", "service", "type"):
        table.add_column(name, no_wrap=True)
    table.add_column("USD a month", justify="right", no_wrap=True)
    table.add_column("id", overflow="fold")
    inside = [entry for entry in entries if _is_told_by_number(entry)]
    for entry in entries:
        if not _is_told_by_number(entry):
            finding, cost = entry.finding, entry.cost.usd
            price = "unknown" if cost is None else f"{cost:.2f}"
            told = f"{finding.id}  ({finding.leaving})" if finding.leaving else finding.id
            row = (entry.standing.value, finding.service, finding.kind, price, told)
            table.add_row(*row, style=STYLES[entry.standing])
    if inside:
        table.add_row(Standing.KEPT.value, "kubernetes", "objects", "0.00", f"{len(inside)} that the state lists")
    return table


def _is_told_by_number(entry: Entry) -> bool:
    """Whether nobody would read it: an object in the cluster that is where it should be."""
    return entry.finding.service == "kubernetes" and entry.standing is Standing.KEPT


def _sums(report: Report) -> Iterator[tuple[Standing, str]]:
    for standing in reversed(Standing):
        count = sum(entry.standing is standing for entry in report.entries)
        if not count:
            continue
        line = f"{count} {MEANINGS[standing]}: {report.known_usd(standing):.2f} USD a month"
        if unpriced := Counter(entry.finding.item for entry in report.unpriced(standing)):
            named = ", ".join(f"{item} ({number})" for item, number in sorted(unpriced.items()))
            line += f" + {sum(unpriced.values())} without a known price: {named}"
        yield standing, line


def _assumptions() -> str:
    dates = sorted(price.as_of for price in Prices.load().figures.values())
    return (
        f"A month has {HOURS_A_MONTH} hours; on demand, without use, traffic, tax, discounts and free tiers. "
        f"Prices of {dates[0]} to {dates[-1]}, each with its source in costs/"
    )
