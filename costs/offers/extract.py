"""The extract: prices from the price list, and those that people have added, in one file."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from costs.offers.gathering import Gathering, ordered
from costs.offers.line import LIST
from costs.prices import COLUMNS, Price


def merged(before: Iterable[Price], found: Iterable[Gathering]) -> list[Price]:
    """An extract with new prices.

    What the price list said before of the same services and regions is replaced; what anybody else added stays, and
    goes before what the price list says.
    """
    fresh: dict[tuple[str, str], Price] = {}
    replaced: set[tuple[str, str]] = set()
    for gathering in found:
        prices = gathering.prices()
        fresh |= {(one.item, one.region): one for one in prices}
        replaced |= {(f"{LIST}{gathering.edition.service}/", one.region) for one in prices}
    for one in before:
        listed = one.source.startswith(LIST)
        stale = any(one.source.startswith(prefix) and one.region == region for prefix, region in replaced)
        if not listed:
            fresh[one.item, one.region] = one
        elif not stale:
            fresh.setdefault((one.item, one.region), one)
    return ordered(fresh.values())


def write(prices: Iterable[Price], file: Path) -> None:
    """Write an extract, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    for one in prices:
        usd = f"{one.usd:.12f}".rstrip("0").rstrip(".")
        lines.writerow([one.item, one.unit, one.region, usd, one.source, one.as_of.isoformat()])
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
            out.write(text.getvalue())
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
