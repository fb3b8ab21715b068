"""What one thing costs a month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from costs.prices import HOURS_A_MONTH, Prices


@dataclass(frozen=True, slots=True)
class Cost:
    """USD a month; unknown where no source tells.

    Attributes:
        usd: a month; None when it is unknown.
        why: why it is unknown, or what comes on top; may be empty.
        sources: the pages that the figure rests on.
    """

    usd: float | None
    why: str = ""
    sources: tuple[str, ...] = ()


def monthly(item: str, region: str, facts: Mapping[str, Any] | None = None, *, prices: Prices | None = None) -> Cost:
    """What something costs in a month of 730 hours, as long as it only stands there.

    Args:
        item: `<service>/<kind>`, such as `kms/key`.
        region: where it is.
        facts: what the price depends on: `class`, `storage_gib`, `storage_type` and `multi_az` of a database,
            `type` of a VPC endpoint.
        prices: the price list; Strata's own unless told.
    """
    prices = prices or Prices.load()
    if item in prices.by_use:
        return Cost(None, f"depends on {prices.by_use[item]}")
    return _sum(prices, region, _parts(item, facts or {}))


def _parts(item: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """What is paid for, and how many of it."""
    if item == "rds/db":
        # A standby is a second instance with a volume of its own, each charged as the first.
        times = 2 if facts.get("multi_az") else 1
        yield f"rds/{facts.get('class')}", times
        yield f"rds/{facts.get('storage_type')}", times * float(facts.get("storage_gib") or 0)
    elif item == "ec2/vpc-endpoint":
        yield f"{item}/{facts.get('type')}", 1
    else:
        yield item, 1


def _sum(prices: Prices, region: str, parts: Iterable[tuple[str, float]]) -> Cost:
    total, sources, unknown = 0.0, [], []
    for item, count in parts:
        price = prices.find(item, region)
        if price is None:
            unknown.append(f"no sourced price for {item} in {region}")
            continue
        total += price.usd * count * (HOURS_A_MONTH if price.unit == "hour" else 1)
        sources.append(price.source)
    # A sum that lacks a part would look like a price.
    return Cost(None, "; ".join(unknown)) if unknown else Cost(round(total, 2), sources=tuple(dict.fromkeys(sources)))
