"""What is paid for: the parts of a resource, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from costs.range import NOTHING, Range

HOUR: Final = "hour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that a resource is charged for.

    Attributes:
        what: it, for people: `instances m7i.xlarge`.
        price: its name in the price list.
        quantity: how many units a month; of hourly prices, how many run at a time.
        assumption: the assumption that the quantity rests on, if any.
        note: what else decides.
    """

    what: str
    price: str
    quantity: Range
    assumption: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that may be one of several: which one is decided when it is needed.

    Attributes:
        what: it, for people.
        quantities: how many there may be of each, by name in the price list. What it comes to goes from the cheapest
            way to the dearest.
        note: what else decides.
    """

    what: str
    quantities: Mapping[str, Range]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpriced:
    """Something that a resource is charged for, which nothing here can price: how many, or how much, is not known."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of an estimate.

    Attributes:
        urn: the resource.
        what: what is paid for.
        region: where.
        usd: USD a month; None when it is unknown.
        why: why it is unknown, or what else decides; may be empty.
        price: the name in the price list; empty when it could not even be named.
        quantity: how many units; of hourly prices, how many run at a time.
        unit: of the price: `hour`, `month`, `GiB-month`…
        unit_usd: USD for one unit.
        assumption: the assumption that the quantity rests on, if any.
        source: the page that states the price.
        as_of: the day for which it does.
    """

    urn: str
    what: str
    region: str
    usd: Range | None
    why: str = ""
    price: str = ""
    quantity: Range = NOTHING
    unit: str = ""
    unit_usd: float | None = None
    assumption: str = ""
    source: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """What several lines come to, USD a month.

    Attributes:
        usd: of all that has a price.
        unknown: what has none; the sum lacks it.
    """

    usd: Range = NOTHING
    unknown: tuple[Item, ...] = field(default=())
