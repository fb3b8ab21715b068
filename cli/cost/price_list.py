"""The prices that hold in a project."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cli.errors import UsageError
from costs import PriceError, Prices
from costs.prices import read_extract

PRICES: Final = "prices.csv"
"""The project's own prices, beside its stack files."""


def read_prices(file: Path) -> Prices:
    """The price list, with the prices in a file laid over it if there is one.

    Raises:
        UsageError: the file holds a mistake.
    """
    if not file.exists():
        return Prices.load()
    try:
        return Prices.load().under(read_extract(file))
    except (OSError, UnicodeError, PriceError) as error:
        raise UsageError(f"{file.name}: {error}; `strata cost refresh` writes it anew") from error
