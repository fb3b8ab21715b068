"""A price list as CSV, line by line: EC2's has millions of lines.

Format: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file.html
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import IO, Final

from costs.offers.gathering import Gathering
from costs.offers.line import Edition, OfferError, plain, wanted

HEADER_MAX: Final = 20
"""Lines about the list itself, before the names of the columns."""
TOLD_EVERY: Final = 20_000


def read_csv(file: IO[str], tell: Callable[[int], None] = lambda _: None) -> Gathering:
    """Gather the prices in a price list.

    Args:
        file: open as text, without translation of line ends.
        tell: told now and then how many lines have been read.

    Raises:
        OfferError: it is no price list, or a price in it that Strata asks for cannot be read.
    """
    lines = csv.reader(file)
    try:
        edition, columns = _head(lines)
        gathering = Gathering(edition)
        for number, values in enumerate(lines, start=1):
            if number % TOLD_EVERY == 0:
                tell(number)
            line = dict(zip(columns, values, strict=False))
            if line.get("termtype") == "OnDemand" and line.get("currency") == "USD":
                _take(gathering, line)
    except (csv.Error, UnicodeError) as error:
        raise OfferError(f"line {lines.line_num}: {error}") from error
    return gathering


def _head(lines: Iterator[list[str]]) -> tuple[Edition, list[str]]:
    """What the list says of itself, and its columns."""
    about: dict[str, str] = {}
    for _ in range(HEADER_MAX):
        values = next(lines, None)
        if values is None:
            break
        names = [plain(value) for value in values]
        if "sku" in names:
            return Edition.read(about.get("offercode"), about.get("version"), about.get("publicationdate")), names
        if len(values) > 1:
            about[names[0]] = values[1]
    raise OfferError("it has no line that names its columns, SKU among them: is it an offer file in CSV?")


def _take(gathering: Gathering, line: dict[str, str]) -> None:
    what = wanted(gathering.edition.service, line)
    if what is not None:
        gathering.add(
            what, line["sku"], line.get("unit", ""), line.get("startingrange", ""), line.get("priceperunit", "")
        )
