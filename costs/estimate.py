"""What a stack costs a month, as far as its declaration tells: a line for everything that is paid for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from costs.assumptions import Assumptions
from costs.declared import Declared, Facts, NotKnownError
from costs.item import HOUR, Choice, Item, Part, Sum, Unpriced
from costs.prices import HOURS_A_MONTH, Price, Prices
from costs.range import NOTHING, Range
from costs.services import ANSWERS, Surroundings, kind
from costs.types import Types

TOLD_MAX: Final = 3
"""How many missing prices a reason names."""


@dataclass(frozen=True)
class Estimate:
    """What a stack costs a month of 730 hours, on demand, without tax, discounts and free tiers.

    Attributes:
        region: where, unless a resource says otherwise.
        items: a line for everything that is paid for, in the order of the resources.
        free: why each other resource costs nothing by itself, by URN.
        unseen: what may cost something and does not show in the declaration, by URN: what a chart makes.
        assumptions: about use.
    """

    region: str
    items: tuple[Item, ...]
    free: Mapping[str, str]
    unseen: Mapping[str, str]
    assumptions: Assumptions

    @cached_property
    def by_urn(self) -> Mapping[str, Sum]:
        """What each resource that costs something comes to."""
        lines: dict[str, list[Item]] = {}
        for item in self.items:
            lines.setdefault(item.urn, []).append(item)
        return {urn: total(items) for urn, items in lines.items()}

    @cached_property
    def total(self) -> Sum:
        """What all of it comes to."""
        return total(self.items)

    @property
    def hourly(self) -> Sum:
        """The part that is charged by the hour, USD a month."""
        return total(item for item in self.items if item.unit == HOUR)

    def of(self, urns: Collection[str]) -> Sum:
        """What some resources come to."""
        return total(item for item in self.items if item.urn in urns)

    def rests_on(self) -> Mapping[str, str]:
        """The assumptions that lines rest on, as they are shown, by name."""
        return self.assumptions.told(item.assumption for item in self.items if item.assumption)


def total(items: Iterable[Item]) -> Sum:
    """What lines come to; those without a price are named beside it."""
    usd, unknown = NOTHING, []
    for item in items:
        if item.usd is None:
            unknown.append(item)
        else:
            usd += item.usd
    return Sum(usd, tuple(unknown))


def estimate(
    resources: Iterable[Declared],
    region: str,
    assumptions: Assumptions | None = None,
    *,
    prices: Prices | None = None,
) -> Estimate:
    """What resources cost.

    Args:
        resources: as declared, or as recorded: custom ones, neither components nor those that are being deleted.
        region: of the stack.
        assumptions: about use; the defaults unless told.
        prices: the price list; Strata's own unless told.
    """
    prices, assumptions = prices or Prices.load(), assumptions or Assumptions()
    types = Types.load()
    known = {one.urn: one for one in resources}
    items: list[Item] = []
    free: dict[str, str] = {}
    for one in known.values():
        where = one.properties.get("region")
        around = Surroundings(where if isinstance(where, str) else region, assumptions, known)
        lines = [_priced(one.urn, part, around.region, prices) for part in _parts(one, around, types)]
        items += lines
        if not lines:
            free[one.urn] = types.free(one.type) or "nothing of it is charged"
    unseen = {one.urn: why for one in known.values() if (why := types.unseen(one.type))}
    return Estimate(region, tuple(items), free, unseen, assumptions)


def _parts(one: Declared, around: Surroundings, types: Types) -> Iterator[Part | Choice | Unpriced]:
    answer = ANSWERS.get(kind(one.type))
    if answer is None:
        if types.free(one.type) is None:
            yield Unpriced(what=one.type, why=types.unpriced(one.type))
        return
    try:
        yield from answer(one, Facts(one.properties), around)
    except NotKnownError as error:
        yield Unpriced(what=one.type, why=str(error))


def _priced(urn: str, part: Part | Choice | Unpriced, region: str, prices: Prices) -> Item:
    if isinstance(part, Unpriced):
        return Item(urn=urn, what=part.what, region=region, usd=None, why=part.why)
    quantities = {part.price: part.quantity} if isinstance(part, Part) else part.quantities
    found = {name: price for name in quantities if (price := prices.find(name, region))}
    assumption = part.assumption if isinstance(part, Part) else ""
    if missing := sorted(quantities.keys() - found.keys()):
        line = Item(urn=urn, what=part.what, region=region, usd=None, price=missing[0], assumption=assumption)
        quantity = quantities[missing[0]]
        if all(one.high == 0 for one in quantities.values()):
            # None of it costs nothing, whatever the price.
            return replace(line, usd=NOTHING)
        more = f" and {len(missing) - TOLD_MAX} more" if len(missing) > TOLD_MAX else ""
        why = f"no sourced price for {', '.join(missing[:TOLD_MAX])}{more} in {region}"
        return replace(line, why=why, quantity=quantity)
    costs = {name: _month(found[name], quantity) for name, quantity in quantities.items()}
    dearest = max(costs, key=lambda name: (costs[name].high, name))
    price = found[dearest]
    return Item(
        urn=urn,
        what=part.what,
        region=region,
        usd=Range(min(cost.low for cost in costs.values()), costs[dearest].high),
        why=part.note,
        price=dearest,
        quantity=quantities[dearest],
        unit=price.unit,
        unit_usd=price.usd,
        assumption=assumption,
        source=price.source,
        as_of=price.as_of,
    )


def _month(price: Price, quantity: Range) -> Range:
    return quantity * (price.usd * (HOURS_A_MONTH if price.unit == HOUR else 1))
