"""What a project says of its costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.cost.settings import read_settings
from cli.errors import UsageError
from costs import Range

HEADER = "item,unit,region,usd,source,as_of\n"


def test_without_files_the_defaults_hold(tmp_path: Path) -> None:
    found = read_settings(tmp_path, "dev")
    assert found.assumptions.s3_gib == Range(0, 100)
    assert found.prices.find("kms/key", "eu-central-1") is not None


def test_a_stack_goes_before_all_stacks_and_the_command_line_before_both(tmp_path: Path) -> None:
    (tmp_path / "costs.yaml").write_text("assumptions: {s3_gib: 1, nat_gib: 1}\nstacks:\n  dev: {nat_gib: 2..3}\n")
    assumed = read_settings(tmp_path, "dev", ["ecr_gib=7"]).assumptions
    assert (assumed.s3_gib, assumed.nat_gib, assumed.ecr_gib) == (Range(1, 1), Range(2, 3), Range(7, 7))
    assert read_settings(tmp_path, "prod", ["s3_gib=9"]).assumptions.s3_gib == Range(9, 9)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("assumptions: {s3_gb: 1}", "costs.yaml or --assume: s3_gb: no such assumption; did you mean s3_gib?"),
        ("assumption: {}", "costs.yaml: it has the sections assumptions and stacks, and no others"),
        ("assumptions: [1]", "costs.yaml: assumptions must hold names and amounts"),
        ("- 1", "costs.yaml: it has the sections"),
        ("{", "costs.yaml cannot be read"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "costs.yaml").write_text(text)
    with pytest.raises(UsageError) as caught:
        read_settings(tmp_path, "dev")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("assumed", "message"), [("s3_gib", "give a name and an amount"), ("x=1", "--assume: x: no such")]
)
def test_mistakes_of_the_command_line(tmp_path: Path, assumed: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_settings(tmp_path, "dev", [assumed])


def test_prices_of_its_own_go_before_those_of_strata(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text(HEADER + "kms/key,month,eu-central-1,0.5,contract:42,2026-01-01\n")
    prices = read_settings(tmp_path, "dev").prices
    found = [prices.find("kms/key", region) for region in ("eu-central-1", "us-east-1")]
    assert [one.usd for one in found if one] == [0.5, 1.0]


@pytest.mark.parametrize(
    "line", ["kms/key,month,eu-central-1,free,contract:42,2026-01-01", "kms/key,month,x,1,,2026-01-01"]
)
def test_a_wrong_price_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "prices.csv").write_text(HEADER + line)
    with pytest.raises(UsageError, match=r"prices\.csv, line 2: .*`strata cost refresh` writes it anew"):
        read_settings(tmp_path, "dev")
