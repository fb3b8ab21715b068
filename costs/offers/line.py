"""Lines of AWS's price list, and which of them are prices that Strata asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Self

import yaml

FILE: Final = Path(__file__).with_name("rules.yaml")
_PREFIX: Final = re.compile(r"(?:[A-Z]{2,4}[0-9]?|[a-z]{2}-[a-z]+-[0-9])-")
"""What stands for the region before a usage type: `EUC1-`, or, for some services, `eu-central-1-`."""
_VERSION: Final = re.compile(r"[0-9]{14}")
LIST: Final = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/"


class OfferError(Exception):
    """A price list cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A price list of one service.

    Attributes:
        service: its code: `AmazonEC2`.
        version: of the list; `current` if it names none.
        published: when.
    """

    service: str
    version: str
    published: date

    @classmethod
    def read(cls, service: object, version: object, published: object) -> Self:
        """The edition that a list says it is.

        Raises:
            OfferError: it does not say.
        """
        if not isinstance(service, str) or not re.fullmatch(r"[A-Za-z0-9]{2,64}", service):
            raise OfferError("it names no offer code: is it an offer file of AWS's price list?")
        try:
            day = date.fromisoformat(str(published)[:10])
        except ValueError:
            raise OfferError(f"{service}: it names no publication date, without which its prices have none") from None
        known = isinstance(version, str) and _VERSION.fullmatch(version)
        return cls(service, str(version) if known else "current", day)

    def source(self, region: str) -> str:
        """Where AWS publishes it."""
        return f"{LIST}{self.service}/{self.version}/{region}/index.csv"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line of the list is, if Strata asks for it.

    Attributes:
        item: its name among Strata's prices.
        unit: of the price.
        region: where.
        units: what the price list may call the unit.
    """

    item: str
    unit: str
    region: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    usage: re.Pattern[str]
    item: str
    unit: str
    units: tuple[str, ...]
    attributes: Mapping[str, re.Pattern[str]]


def wanted(service: str, attributes: Mapping[str, str]) -> Wanted | None:
    """What a product is, if Strata asks for its price.

    Args:
        service: the offer code.
        attributes: of the product, by name as `plain` has it.
    """
    # What is sent somewhere has the region it comes from.
    region = attributes.get("regioncode") or attributes.get("fromregioncode") or ""
    if not region:
        return None
    usage = _PREFIX.sub("", attributes.get("usagetype", ""), count=1)
    for rule in _rules().get(service, ()):
        if rule.usage.fullmatch(usage) and all(
            pattern.fullmatch(attributes.get(name, "")) for name, pattern in rule.attributes.items()
        ):
            try:
                item = rule.item.format_map(attributes)
            except KeyError:
                return None
            return Wanted(item, rule.unit, region, rule.units)
    return None


def plain(name: str) -> str:
    """An attribute's name, the same in CSV, JSON and the API: `Region Code` and `regionCode` are `regioncode`."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def services() -> tuple[str, ...]:
    """The services whose prices Strata asks for."""
    return tuple(sorted(_rules()))


@cache
def _rules() -> Mapping[str, tuple[_Rule, ...]]:
    found: dict[str, list[_Rule]] = {}
    for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        attributes = {name: re.compile(text) for name, text in entry.get("attributes", {}).items()}
        rule = _Rule(re.compile(entry["usage"]), entry["item"], entry["unit"], tuple(entry["units"]), attributes)
        found.setdefault(entry["service"], []).append(rule)
    return {service: tuple(rules) for service, rules in found.items()}
