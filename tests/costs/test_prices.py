"""Every figure has its source and date; what has none does not count."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from costs.prices import PriceError, Prices

ENTRY: dict[str, Any] = {
    "item": "kms/key",
    "unit": "month",
    "regions": {"*": 1.0},
    "source": "https://example.com/",
    "as_of": date(2026, 1, 1),
}


def test_the_list_that_comes_with_strata_can_be_read() -> None:
    prices = Prices.load()
    key = prices.find("kms/key", "eu-central-1")
    assert key is not None
    assert (key.usd, key.unit) == (1.0, "month")
    assert prices.find("ec2/natgateway", "nowhere-1") is None
    assert all(price.as_of <= datetime.now(UTC).date() for price in prices.figures.values())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": None}, "kms/key: a figure without its source and date does not count"),
        ({"source": "somebody said so"}, "a figure without its source"),
        ({"as_of": None}, "a figure without its source"),
        ({"as_of": "2026"}, "a figure without its source"),
        ({"unit": "year"}, "kms/key: needs a unit"),
        ({"regions": {}}, "a price by region"),
    ],
)
def test_a_figure_needs_all_of_it(change: dict[str, Any], message: str) -> None:
    with pytest.raises(PriceError, match=message):
        Prices.read({"prices": [ENTRY | change]})


def test_nothing_is_there_twice() -> None:
    with pytest.raises(PriceError, match="kms/key: there twice"):
        Prices.read({"prices": [ENTRY, ENTRY]})
    free = {"items": ["kms/key"], "source": "https://example.com/", "as_of": date(2026, 1, 1)}
    with pytest.raises(PriceError, match="kms/key: said to cost in two ways"):
        Prices.read({"prices": [ENTRY], "free": [free]})


def test_a_region_of_its_own_goes_before_every_region() -> None:
    prices = Prices.read({"prices": [ENTRY | {"regions": {"*": 1.0, "eu-west-1": 2.0}}]})
    found = [prices.find("kms/key", region) for region in ("eu-west-1", "us-east-1")]
    assert [price.usd for price in found if price] == [2.0, 1.0]
