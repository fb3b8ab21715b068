"""The price list: `prices.yaml` and `aws.csv`, in which every figure has its source and date."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
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
EXTRACT: Final = Path(__file__).with_name("aws.csv")
COLUMNS: Final = ("item", "unit", "region", "usd", "source", "as_of")
"""Of an extract: a CSV file, one figure a line."""
UNITS: Final = ("hour", "month", "GiB-month", "GiB", "request", "GiB-second")
SOURCES: Final = ("https://", "contract:")
"""What a source begins with: a page, or the contract in which a price was agreed."""


class PriceError(Exception):
    """The price list is wrong; the message names the entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one unit of something costs in one region.

    Attributes:
        item: `<service>/<kind>`, such as `kms/key`.
        unit: one of `UNITS`.
        region: where; `*` is every region for which there is nothing else.
        usd: USD a unit.
        source: the page that says so.
        as_of: for when it says so.
    """

    item: str
    unit: str
    region: str
    usd: float
    source: str
    as_of: date

    def __post_init__(self) -> None:
        if not self.item or self.unit not in UNITS or not self.region:
            raise PriceError(f"{self.item}: needs a unit ({', '.join(UNITS)}) and a price by region")
        if not 0 <= self.usd < math.inf:
            raise PriceError(f"{self.item}: {self.usd} is no price")
        if not self.source.startswith(SOURCES):
            raise PriceError(f"{self.item}: a figure without its source and date does not count")


@dataclass(frozen=True)
class Prices:
    """The list.

    Attributes:
        figures: the prices, by item and region; what costs nothing by itself has the price 0.
        by_use: what an item costs for, where that is its use alone.
    """

    figures: Mapping[tuple[str, str], Price]
    by_use: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    @cache
    def load(cls) -> Self:
        """The list that comes with Strata.

        Raises:
            PriceError: an entry lacks its source or date, or is there twice.
        """
        return cls.read(yaml.safe_load(FILE.read_text(encoding="utf-8"))).under(read_extract(EXTRACT))

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """A list from the content of `prices.yaml`. Raises as `load`."""
        figures: dict[tuple[str, str], Price] = {}
        for entry in document.get("prices") or ():
            item, unit = entry.get("item"), entry.get("unit")
            if not isinstance(item, str) or not entry.get("regions"):
                raise PriceError(f"{item}: needs a unit ({', '.join(UNITS)}) and a price by region")
            for region, usd in entry["regions"].items():
                _add(figures, _price(entry, item, unit, region, usd))
        for entry in document.get("free") or ():
            for item in entry["items"]:
                if any(known == item for known, _ in figures):
                    raise PriceError(f"{item}: said to cost in two ways")
                _add(figures, _price(entry, item, "month", EVERYWHERE, 0.0))
        by_use = {item: entry["what"] for entry in document.get("by_use") or () for item in entry["items"]}
        if twice := sorted(by_use.keys() & {item for item, _ in figures}):
            raise PriceError(f"{', '.join(twice)}: said to cost in two ways")
        return cls(figures, by_use)

    def under(self, prices: Iterable[Price]) -> Self:
        """This list with other prices laid over it."""
        return type(self)({**self.figures, **{(one.item, one.region): one for one in prices}}, self.by_use)

    def find(self, item: str, region: str) -> Price | None:
        """The price of something; None where no source says anything of the region."""
        return self.figures.get((item, region)) or self.figures.get((item, EVERYWHERE))


def read_extract(path: Path) -> list[Price]:
    """The prices in a CSV file with `COLUMNS`.

    Raises:
        PriceError: a line is wrong, or says something twice; the message names it.
        OSError: the file cannot be read.
    """
    figures: dict[tuple[str, str], Price] = {}
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        if tuple(lines.fieldnames or ()) != COLUMNS:
            raise PriceError(f"{path.name}: its columns must be {','.join(COLUMNS)}")
        for line in lines:
            try:
                _add(figures, _from_line(line))
            except (KeyError, TypeError, ValueError, PriceError) as error:
                raise PriceError(f"{path.name}, line {lines.line_num}: {error}") from None
    return list(figures.values())


def _add(figures: dict[tuple[str, str], Price], price: Price) -> None:
    if (price.item, price.region) in figures:
        raise PriceError(f"{price.item}: there twice for {price.region}")
    figures[price.item, price.region] = price


def _price(entry: Mapping[str, Any], item: str, unit: Any, region: str, usd: float) -> Price:
    source, as_of = entry.get("source"), entry.get("as_of")
    if not isinstance(source, str) or not isinstance(as_of, date):
        raise PriceError(f"{item}: a figure without its source and date does not count")
    return Price(item=item, unit=unit, region=region, usd=usd, source=source, as_of=as_of)


def _from_line(line: Mapping[str, str]) -> Price:
    item, unit, region, usd, source, as_of = (line[name] for name in COLUMNS)
    day = date.fromisoformat(as_of)
    return Price(item=item, unit=unit, region=region, usd=float(usd), source=source, as_of=day)
