"""What each node costs, as `strata cost` tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cli.cost.bill import declarations
from cli.cost.settings import read_settings
from costs import Item, estimate, total
from graph import Cost

if TYPE_CHECKING:
    from engine import Stack
    from engine.resource import ResourceState


def costs_of(stack: Stack, resources: Sequence[ResourceState]) -> tuple[Mapping[str, Cost], list[str]]:
    """The cost of each resource that costs something, by URN; and what the reader must know of the figures.

    Raises:
        UsageError: what the project says of its costs holds mistakes.
    """
    region = stack.config.get("aws:region")
    if not region:
        return {}, ["costs are not known: the stack names no aws:region, on which prices depend"]
    settings = read_settings(stack.project.stack_folder, stack.name)
    estimated = estimate(declarations(resources), region, settings.assumptions, prices=settings.prices)
    lines: dict[str, list[Item]] = defaultdict(list)
    for item in estimated.items:
        lines[item.urn].append(item)
    notes = ["costs are USD a month of 730 hours, on demand, without tax, discounts and free tiers"]
    if assumed := estimated.rests_on():
        notes.append(f"assumed of the use: {'; '.join(assumed.values())}")
    return {urn: _cost(items) for urn, items in lines.items()}, notes


def _cost(items: Sequence[Item]) -> Cost:
    """What a resource comes to; a sum that lacks a part says which."""
    come_to = total(items)
    told = [f"{item.what}: {item.why}" if item.why else item.what for item in items]
    known = len(come_to.unknown) < len(items)
    return Cost(
        low=round(come_to.usd.low, 2) if known else None,
        high=round(come_to.usd.high, 2) if known else None,
        why="; ".join(dict.fromkeys(told)),
        sources=tuple(dict.fromkeys(f"{item.source} ({item.as_of})" for item in items if item.source)),
    )
