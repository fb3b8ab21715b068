"""Prices in the order of an extract."""

from __future__ import annotations

from datetime import date

import pytest

from costs.offers.gathering import Gathering
from costs.offers.line import Edition, OfferError, Wanted

WHAT = Wanted("ec2/x", "hour", "r", ("Hrs",))


def test_a_free_product_costs_nothing() -> None:
    gathering = Gathering(Edition("S", "current", date(2026, 1, 1)))
    gathering.add(WHAT, "A", "Hrs", "", "0")
    assert [one.usd for one in gathering.prices()] == [0.0]


def test_a_unit_that_nobody_foresaw_is_refused() -> None:
    with pytest.raises(OfferError, match="ec2/x in r: its unit is 'Days', not Hrs"):
        Gathering(Edition("S", "current", date(2026, 1, 1))).add(WHAT, "A", "Days", "", "1")
