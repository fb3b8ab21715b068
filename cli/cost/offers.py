"""AWS's price list, from downloaded files or from its API."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import OperationFailed

if TYPE_CHECKING:
    from costs.offers.gathering import Gathering


def read_files(files: list[Path]) -> Iterator[Gathering]:
    """Gather the prices in downloaded files.

    Raises:
        costs.offers.line.OfferError: one of them is no price list; the message names it.
        OSError: one cannot be read.
    """
    from costs.offers.csv_file import read_csv
    from costs.offers.json_file import read_json
    from costs.offers.line import OfferError

    for file in files:
        read = read_json if file.suffix.lower() == ".json" else read_csv
        with _told(file.name) as tell, file.open(encoding="utf-8-sig", newline="") as lines:
            try:
                yield read(lines, tell)
            except OfferError as error:
                raise OfferError(f"{file}: {error}") from error


def ask_api(regions: list[str]) -> Iterator[Gathering]:
    """Gather the prices of regions from AWS's Pricing API.

    Raises:
        costs.offers.line.OfferError: an answer is not as AWS writes it.
        OperationFailed: it does not answer, or refuses.
    """
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    from costs.offers.api import API_REGION, ask

    client = boto3.client("pricing", region_name=API_REGION)
    for region in regions:
        with _told(region) as tell:
            try:
                yield from ask(client, region, tell)
            except (BotoCoreError, ClientError) as error:
                raise OperationFailed(f"AWS's Pricing API does not tell: {error}") from error


@contextmanager
def _told(name: str) -> Iterator[Callable[[int], None]]:
    """Show how far the reading of something is."""
    from cli.render.console import console

    with console(sys.stderr).status(f"Reading {name}") as status:
        yield lambda number: status.update(f"Reading {name}: {number:,} lines")
