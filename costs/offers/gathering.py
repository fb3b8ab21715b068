"""Gathers prices from the lines of a price list, in memory that grows only with what is asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable

from costs.offers.line import Edition, OfferError, Wanted
from costs.prices import Price


class Gathering:
    """The prices of one edition.

    Attributes:
        edition: of the price list.
        ambiguous: what has several prices in one place: none of them is taken.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.ambiguous: set[str] = set()
        # By item and region: for each product, its tiers, by where they begin.
        self._tiers: dict[Wanted, dict[str, dict[float, float]]] = {}

    def add(self, what: Wanted, sku: str, unit: str, begin: str, usd: str) -> None:
        """Take a price of a product: one tier of it.

        Args:
            what: what the product is.
            sku: the product.
            unit: what the list calls the unit.
            begin: from how many units on; nothing for the first.
            usd: for each of them.

        Raises:
            OfferError: it is no price, or in a unit that nobody foresaw.
        """
        if unit not in what.units:
            raise OfferError(f"{what.item} in {what.region}: its unit is {unit!r}, not {' or '.join(what.units)}")
        try:
            start, price = float(begin or 0), float(usd)
        except ValueError:
            start = price = math.nan
        if not (0 <= start < math.inf and 0 <= price < math.inf):
            raise OfferError(f"{what.item} in {what.region}: {usd!r} from {begin!r} on is no price")
        self._tiers.setdefault(what, {}).setdefault(sku, {})[start] = price

    def prices(self) -> list[Price]:
        """What was found, in a fixed order.

        Of several tiers the first that is charged: free ones are an account's, not a resource's.
        """
        found = []
        for what, products in self._tiers.items():
            first = {_charged(tiers) for tiers in products.values()}
            if len(first) > 1:
                self.ambiguous.add(f"{what.item} in {what.region}")
                continue
            source = self.edition.source(what.region)
            price = Price(
                item=what.item,
                unit=what.unit,
                region=what.region,
                usd=first.pop(),
                source=source,
                as_of=self.edition.published,
            )
            found.append(price)
        return ordered(found)


def ordered(prices: Iterable[Price]) -> list[Price]:
    """Prices in the order of an extract."""
    return sorted(prices, key=lambda one: (one.item, one.region))


def _charged(tiers: dict[float, float]) -> float:
    return next((tiers[start] for start in sorted(tiers) if tiers[start]), 0.0)
