"""What a thing costs a month: known figures add up, an unknown one makes the sum unknown."""

from __future__ import annotations

from datetime import date

import pytest

from costs.monthly import Cost, monthly
from costs.prices import HOURS_A_MONTH, Prices

SOURCE = "https://example.com/"
DATED = {"source": SOURCE, "as_of": date(2026, 1, 1)}
PRICES = Prices.read(
    {
        "prices": [
            {"item": "kms/key", "unit": "month", "regions": {"*": 1.0}, **DATED},
            {"item": "eks/cluster", "unit": "hour", "regions": {"*": 0.1}, **DATED},
            {"item": "rds/small", "unit": "hour", "regions": {"here": 0.5}, **DATED},
            {"item": "rds/gp3", "unit": "GiB-month", "regions": {"here": 0.25}, **DATED},
        ],
        "free": [{"items": ["ec2/vpc", "ec2/vpc-endpoint/Gateway"], **DATED}],
        "by_use": [{"items": ["s3/bucket"], "what": "what is stored"}],
    }
)
DATABASE = {"class": "small", "storage_gib": 20, "storage_type": "gp3", "multi_az": False}


@pytest.mark.parametrize(
    ("item", "facts", "usd"),
    [
        ("kms/key", {}, 1.0),
        ("eks/cluster", {}, 73.0),
        ("ec2/vpc", {}, 0.0),
        ("ec2/vpc-endpoint", {"type": "Gateway"}, 0.0),
        ("rds/db", DATABASE, 0.5 * HOURS_A_MONTH + 5),
        ("rds/db", DATABASE | {"multi_az": True}, HOURS_A_MONTH + 10),
    ],
)
def test_a_known_price(item: str, facts: dict[str, object], usd: float) -> None:
    assert monthly(item, "here", facts, prices=PRICES) == Cost(usd, sources=(SOURCE,))


@pytest.mark.parametrize(
    ("item", "facts", "why"),
    [
        ("ec2/instance", {}, "no sourced price for ec2/instance in here"),
        ("ec2/vpc-endpoint", {"type": "Interface"}, "no sourced price for ec2/vpc-endpoint/Interface in here"),
        ("s3/bucket", {}, "depends on what is stored"),
        # The storage has a price, the instance has none: half a sum would look like a price.
        ("rds/db", DATABASE | {"class": "large"}, "no sourced price for rds/large in here"),
        ("rds/db", {}, "no sourced price for rds/None in here; no sourced price for rds/None in here"),
    ],
)
def test_an_unknown_price_is_no_number(item: str, facts: dict[str, object], why: str) -> None:
    assert monthly(item, "here", facts, prices=PRICES) == Cost(None, why)


def test_a_price_of_another_region_is_none() -> None:
    assert monthly("rds/db", "there", DATABASE, prices=PRICES).usd is None


def test_strata_knows_what_a_key_costs() -> None:
    assert monthly("kms/key", "eu-central-1").usd == 1.0
