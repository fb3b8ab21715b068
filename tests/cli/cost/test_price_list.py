"""The prices that hold in a project; the rest of it is tested with its settings."""

from __future__ import annotations

from pathlib import Path

from cli.cost.price_list import read_prices
from costs import Prices


def test_without_a_file_those_of_strata_hold(tmp_path: Path) -> None:
    assert read_prices(tmp_path / "prices.csv") is Prices.load()
