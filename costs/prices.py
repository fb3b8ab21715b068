"""The price list: `prices.yaml`, in which every figure has its source and date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import yaml

HOURS_A_MONTH: Final = 730
"""As AWS's own calculator counts."""
EVERYWHERE: Final = "*"
FILE: Final = Path(__file__).with_name("prices.yaml")


class PriceError(Exception):
    """The price list is wrong; the message names the entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one unit of something costs.

    Attributes:
        item: `<service>/<kind>`, such as `kms/key`.
        unit: `hour`, `month` or `GiB-month`.
        regions: USD by region; `*` is every region that is not named.
        source: the page that says so.
        as_of: for when it says so.
    """

    item: str
    unit: str
    regions: Mapping[str, float]
    source: str
    as_of: date

    def in_region(self, region: str) -> float | None:
        """USD a unit; None where the source says nothing of the region."""
        return self.regions.get(region, self.regions.get(EVERYWHERE))


@dataclass(frozen=True)
class Prices:
    """The list.

    Attributes:
        charged: the price of each item that has one.
        free: the items that cost nothing by themselves.
        by_use: what an item costs for, where that is its use alone.
    """

    charged: Mapping[str, Price]
    free: Mapping[str, Price] = field(default_factory=dict)
    by_use: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    @cache
    def load(cls) -> Self:
        """The list that comes with Strata.

        Raises:
            PriceError: an entry lacks its source or date, or is there twice.
        """
        return cls.read(yaml.safe_load(FILE.read_text(encoding="utf-8")))

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """A list from the file's content. Raises as `load`."""
        charged: dict[str, Price] = {}
        for entry in document.get("prices") or ():
            _add(charged, _price(entry, entry.get("item"), entry.get("unit"), entry.get("regions")))
        free: dict[str, Price] = {}
        for entry in document.get("free") or ():
            for item in entry["items"]:
                _add(free, _price(entry, item, "month", {EVERYWHERE: 0.0}))
        by_use = {item: entry["what"] for entry in document.get("by_use") or () for item in entry["items"]}
        if twice := sorted((charged.keys() & free.keys()) | (by_use.keys() & (charged.keys() | free.keys()))):
            raise PriceError(f"{', '.join(twice)}: said to cost in two ways")
        return cls(charged, free, by_use)


def _add(prices: dict[str, Price], price: Price) -> None:
    if price.item in prices:
        raise PriceError(f"{price.item}: there twice")
    prices[price.item] = price


def _price(entry: Mapping[str, Any], item: Any, unit: Any, regions: Any) -> Price:
    if not isinstance(item, str) or unit not in ("hour", "month", "GiB-month") or not regions:
        raise PriceError(f"{item}: needs a unit (hour, month, GiB-month) and a price by region")
    source, as_of = entry.get("source"), entry.get("as_of")
    if not isinstance(source, str) or not source.startswith("https://") or not isinstance(as_of, date):
        raise PriceError(f"{item}: a figure without its source and date does not count")
    return Price(item=item, unit=unit, regions=regions, source=source, as_of=as_of)
