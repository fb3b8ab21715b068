"""A price list with figures that are easy to add up, and resources to price."""

from __future__ import annotations

from datetime import date
from typing import Any

from costs import Assumptions, Estimate, Prices, estimate
from costs.declared import Declaration
from costs.prices import Price

SOURCE = "https://example.com/prices"
DAY = date(2026, 1, 1)
HERE = "eu-central-1"


def listed(figures: dict[str, tuple[float, str]], region: str = HERE) -> Prices:
    """A list of items with USD and unit."""
    entries = [
        Price(item=item, unit=unit, region=region, usd=usd, source=SOURCE, as_of=DAY)
        for item, (usd, unit) in figures.items()
    ]
    return Prices({}).under(entries)


def declared(token: str, name: str = "one", /, **properties: Any) -> Declaration:
    """A resource."""
    return Declaration(urn=f"urn:pulumi:dev::p::{token}::{name}", type=token, properties=properties)


def priced(figures: dict[str, tuple[float, str]], *resources: Declaration, **assumed: str) -> Estimate:
    """What resources cost by a list."""
    return estimate(resources, HERE, Assumptions.read(assumed), prices=listed(figures))
