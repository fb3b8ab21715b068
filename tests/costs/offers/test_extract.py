"""An extract: what is replaced, what stays, and that it is the same every time."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from costs.offers.csv_file import read_csv
from costs.offers.extract import merged, write
from costs.offers.line import LIST
from costs.prices import Price, read_extract
from tests.costs.offers.lists import INSTANCE, NAT, as_csv

FOUND = read_csv(io.StringIO(as_csv([INSTANCE, NAT])))


def price(item: str, usd: float, source: str, region: str = "eu-central-1") -> Price:
    return Price(item=item, unit="hour", region=region, usd=usd, source=source, as_of=date(2025, 1, 1))


def test_what_people_added_stays_and_goes_before_the_price_list() -> None:
    agreed = price("ec2/m7i.large", 0.1, "contract:EDP-7")
    extra = price("ec2/own", 1.0, "https://example.com/")
    kept = {(one.item, one.region): one for one in merged([agreed, extra], [FOUND])}
    assert kept["ec2/m7i.large", "eu-central-1"] == agreed
    assert kept["ec2/own", "eu-central-1"] == extra
    assert kept["ec2/natgateway", "eu-central-1"].usd == 0.052


def test_what_the_list_said_before_of_the_same_service_and_region_goes() -> None:
    old = [
        price("ec2/withdrawn", 1.0, f"{LIST}AmazonEC2/20200101000000/eu-central-1/index.csv"),
        price("ec2/elsewhere", 1.0, f"{LIST}AmazonEC2/20200101000000/us-east-1/index.csv", "us-east-1"),
        price("rds/other", 1.0, f"{LIST}AmazonRDS/20200101000000/eu-central-1/index.csv"),
    ]
    items = [one.item for one in merged(old, [FOUND])]
    assert items == ["ec2/elsewhere", "ec2/m7i.large", "ec2/natgateway", "rds/other"]


def test_it_is_written_the_same_every_time_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "prices.csv"
    write(merged([], [FOUND]), file)
    first = file.read_bytes()
    assert first.decode().splitlines()[:2] == [
        "item,unit,region,usd,source,as_of",
        f"ec2/m7i.large,hour,eu-central-1,0.12075,{LIST}AmazonEC2/20261119212908/eu-central-1/index.csv,2026-11-19",
    ]
    assert read_extract(file) == merged([], [FOUND])
    write(merged(read_extract(file), [FOUND]), file)
    assert file.read_bytes() == first
    assert [one.name for one in tmp_path.iterdir()] == ["prices.csv"]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "prices.csv"
    file.write_text("before")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write([], file)
    assert file.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["prices.csv"]
