"""A price list as CSV."""

from __future__ import annotations

import io
import random
import tracemalloc

import pytest

from costs.offers.csv_file import read_csv
from costs.offers.line import OfferError
from tests.costs.offers.lists import INSTANCE, LINUX, LIST, NAT, WINDOWS, as_csv


def test_prices_are_taken_with_their_source_and_day() -> None:
    found = read_csv(io.StringIO(as_csv()))
    told = [(one.item, one.region, one.unit, one.usd, one.as_of.isoformat()) for one in found.prices()]
    assert told == [
        ("ec2/m7i.large", "eu-central-1", "hour", 0.12075, "2026-11-19"),
        ("ec2/m7i.large", "us-east-1", "hour", 0.1008, "2026-11-19"),
        ("ec2/natgateway", "eu-central-1", "hour", 0.052, "2026-11-19"),
    ]
    assert found.prices()[0].source.endswith("/AmazonEC2/20261119212908/eu-central-1/index.csv")
    assert found.ambiguous == set()


def test_the_order_of_lines_and_columns_does_not_matter() -> None:
    shuffled = [*LIST]
    random.Random(1).shuffle(shuffled)
    assert read_csv(io.StringIO(as_csv(shuffled))).prices() == read_csv(io.StringIO(as_csv())).prices()


def test_of_several_tiers_the_first_that_is_charged_counts() -> None:
    tiers = [("GB", "5", "0.09"), ("GB", "0", "0"), ("GB", "100", "0.05")]
    product = ("TT", {"regionCode": "eu-central-1", "usagetype": "EUC1-NatGateway-Bytes"}, tiers)
    (price,) = read_csv(io.StringIO(as_csv([product]))).prices()
    assert price.usd == 0.09


def test_what_has_two_prices_is_taken_from_neither() -> None:
    other = ("EEEE", LINUX, [("Hrs", "0", "0.5")])
    found = read_csv(io.StringIO(as_csv([INSTANCE, other, NAT])))
    assert [one.item for one in found.prices()] == ["ec2/natgateway"]
    assert found.ambiguous == {"ec2/m7i.large in eu-central-1"}
    same = ("EEEE", LINUX, [("Hrs", "0", "0.12075")])
    assert len(read_csv(io.StringIO(as_csv([INSTANCE, same]))).prices()) == 1


def test_other_currencies_and_terms_are_no_prices() -> None:
    assert read_csv(io.StringIO(as_csv(currency="CNY"))).prices() == []
    assert read_csv(io.StringIO(as_csv([WINDOWS]))).prices() == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no line that names its columns"),
        ("a,b\n" * 100, "no line that names its columns"),
        ("SKU,TermType\n", "no offer code"),
        (as_csv().replace("Publication Date", "Date"), "AmazonEC2: it names no publication date"),
        (
            as_csv([("X", LINUX, [("Hrs", "0", "cheap")])]),
            "ec2/m7i.large in eu-central-1: 'cheap' from '0' on is no price",
        ),
        (as_csv([("X", LINUX, [("Hrs", "0", "-1")])]), "is no price"),
        (as_csv([("X", LINUX, [("Hrs", "0", "inf")])]), "is no price"),
        (as_csv([("X", LINUX, [("Quantity", "0", "1")])]), "its unit is 'Quantity', not Hrs"),
        (as_csv() + '"' + "x" * 200_000 + '"', "field larger than field limit"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, message: str) -> None:
    with pytest.raises(OfferError, match=message):
        read_csv(io.StringIO(text))


class Endless(io.TextIOBase):
    """A list of many lines that nobody asks for, made as it is read."""

    def __init__(self, lines: int) -> None:
        first, *_ = as_csv([INSTANCE]).splitlines(keepends=True)[0:1]
        self._head = as_csv([INSTANCE])
        assert first
        self._line = as_csv([WINDOWS]).splitlines(keepends=True)[-1]
        self._left = lines

    def readline(self, size: int = -1, /) -> str:
        if self._head:
            line, _, self._head = self._head.partition("\n")
            return f"{line}\n"
        self._left -= 1
        return self._line if self._left > 0 else ""


def test_memory_grows_only_with_what_is_asked_for() -> None:
    told: list[int] = []
    read_csv(Endless(1_000), told.append)
    tracemalloc.start()
    found = read_csv(Endless(100_000), told.append)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.prices()) == 1
    assert peak < 1_000_000
    assert told == [20_000, 40_000, 60_000, 80_000, 100_000]
