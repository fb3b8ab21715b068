"""What sleeping saves, and what waking costs."""

from __future__ import annotations

import json as codec
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from cli.render.console import console
from cli.render.cost import basis, summed
from costs import HOURS_A_MONTH, Item, Sum, total

if TYPE_CHECKING:
    from cli.hibernation.savings import Savings


def show_savings(savings: Savings, *, json: bool) -> None:
    """Print what a stack saves while it sleeps, and what goes on costing."""
    if json:
        _event("hibernateEvent", savings)
        return
    out = console(sys.stdout)
    out.print(Text(f"{savings.awake.name} asleep saves {told(savings.saved_sum)}", "bold"))
    for line in _by_resource(savings.saved):
        out.print(Text(f"  {line}"))
    out.print(Text(f"and goes on costing {summed(savings.staying_sum)} USD a month, unused", "bold"))
    owners = savings.asleep.components
    for name in dict.fromkeys(owners[item.urn] for item in savings.staying):
        part = total(item for item in savings.staying if owners[item.urn] == name)
        out.print(Text(f"  {name}: {summed(part)}"))
    out.print(Text(basis(), "dim"))


def show_return(savings: Savings, *, json: bool) -> None:
    """Print what a stack costs again once it is awake."""
    if json:
        _event("wakeEvent", savings)
        return
    console(sys.stdout).print(Text(f"{savings.awake.name} awake costs {told(savings.saved_sum)} more", "bold"))


def told(one: Sum) -> str:
    """A sum by the month and by the hour: `73.00 USD a month (0.10 an hour)`."""
    hourly = Sum(one.usd * (1 / HOURS_A_MONTH))
    return f"{summed(one)} USD a month ({summed(hourly)} an hour)"


def _by_resource(items: Sequence[Item]) -> Iterator[str]:
    for urn in dict.fromkeys(item.urn for item in items):
        yield f"{urn.rpartition('::')[2]}: {summed(total(item for item in items if item.urn == urn))}"


def _event(name: str, savings: Savings) -> None:
    told = {
        "stack": savings.awake.name,
        "saved": _sum(savings.saved_sum),
        "staying": _sum(savings.staying_sum),
        "hoursAMonth": HOURS_A_MONTH,
    }
    sys.stdout.write(codec.dumps({name: told}, separators=(",", ":")) + "\n")


def _sum(one: Sum) -> dict[str, Any]:
    return {
        "low": round(one.usd.low, 6),
        "high": round(one.usd.high, 6),
        "unknown": [f"{item.urn.rpartition('::')[2]}: {item.what}" for item in one.unknown],
    }
