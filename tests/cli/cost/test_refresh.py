"""`strata cost refresh` through its own process."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Small
from tests.cli.terminal import Terminal
from tests.costs.offers.lists import as_csv, as_json

AGREED = "item,unit,region,usd,source,as_of\nkms/key,month,us-east-1,0.25,contract:EDP-7,2026-01-01\n"


def test_prices_of_a_file_hold_in_the_project(fresh: Small) -> None:
    fresh.program("import pulumi_aws as aws\naws.kms.Key('key')\n")
    (fresh.root / "stacks" / "prices.csv").write_text(AGREED)
    (fresh.root / "index.csv").write_text(as_csv())
    done = fresh.strata("cost", "refresh", "--offer-file", "index.csv", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["taken"], told["kept"], told["published"], told["ambiguous"]) == (3, 1, "AmazonEC2 2026-11-19", None)
    lines = (fresh.root / "stacks" / "prices.csv").read_text().splitlines()
    assert len(lines) == 5
    assert AGREED.splitlines()[1] in lines
    assert json.loads(fresh.strata("cost", "dev", "--json").stdout)["total"]["low"] == 0.25


def test_json_is_read_and_another_file_written(fresh: Small) -> None:
    (fresh.root / "index.json").write_text(as_json())
    done = fresh.strata("cost", "refresh", "--offer-file", "index.json", "--to", "mine.csv")
    assert done.returncode == 0, done.stderr
    assert (fresh.root / "mine.csv").read_text().count("\n") == 4
    assert not (fresh.root / "stacks" / "prices.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "curl -O https://pricing.us-east-1.amazonaws.com/"),
        (("--api",), 2, "--api with a --region"),
        (("--offer-file", "index.csv", "--region", "eu-central-1"), 2, "--api with a --region"),
        (("--offer-file", "absent.csv"), 2, "absent.csv: No such file or directory"),
        (("--offer-file", "Pulumi.yaml"), 1, "Pulumi.yaml: it has no line that names its columns"),
        (("--offer-file", "yuan.csv"), 1, "no price in USD that Strata asks for was found; prices.csv stays as it was"),
    ],
)
def test_what_goes_wrong_is_told(fresh: Small, arguments: tuple[str, ...], code: int, message: str) -> None:
    (fresh.root / "yuan.csv").write_text(as_csv(currency="CNY"))
    (fresh.root / "index.csv").write_text(as_csv())
    done = fresh.strata("cost", "refresh", *arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert message in done.stderr


def test_at_a_terminal_it_says_what_it_reads(fresh: Small) -> None:
    (fresh.root / "index.csv").write_text(as_csv())
    terminal = Terminal(fresh, "cost", "refresh", "--offer-file", "index.csv")
    assert terminal.end() == 0
    assert "Reading index.csv" in terminal.plain
    assert "AmazonEC2 2026-11-19" in terminal.plain
