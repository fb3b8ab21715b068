"""`strata cost refresh`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import Json
from cli.errors import OperationFailed, UsageError

DOWNLOAD = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonEC2/current/eu-central-1/index.csv"
OfferFiles = Annotated[
    list[Path] | None,
    typer.Option("--offer-file", metavar="FILE", help="A downloaded price list, CSV or JSON. May be repeated."),
]
Api = Annotated[bool, typer.Option("--api", help="Ask AWS's Pricing API, with the credentials that boto3 finds.")]
Regions = Annotated[
    list[str] | None, typer.Option("--region", metavar="REGION", help="With --api: whose prices. May be repeated.")
]
To = Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Else prices.csv beside the stack files.")]


def refresh(
    *, offer_file: OfferFiles = None, api: Api = False, region: Regions = None, to: To = None, json: Json = False
) -> None:
    """Take prices from AWS's public price list into the project's own.

    Prices that the file holds from elsewhere, such as agreed ones, stay, and go before those of the price list.
    """
    from cli.cost.offers import ask_api, read_files
    from cli.cost.price_list import PRICES
    from cli.render.screen import screen
    from cli.workspace import Workspace
    from costs import PriceError
    from costs.offers.extract import merged, write
    from costs.offers.line import OfferError
    from costs.prices import read_extract

    if bool(offer_file) == api or (region and not api) or (api and not region):
        raise UsageError(
            "give files of the price list by --offer-file, or --api with a --region; "
            f"a file is downloaded so: curl -O {DOWNLOAD}"
        )
    file = to or Workspace.find().project.stack_folder / PRICES
    try:
        before = read_extract(file) if file.exists() else []
        found = list(ask_api(region or []) if api else read_files(offer_file or []))
        if not any(one.prices() for one in found):
            raise OperationFailed(f"no price in USD that Strata asks for was found; {file.name} stays as it was")
        prices = merged(before, found)
        write(prices, file)
    except (OfferError, PriceError) as error:
        raise OperationFailed(str(error)) from error
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from error
    taken = [one for gathering in found for one in gathering.prices()]
    ambiguous = sorted(set().union(*(one.ambiguous for one in found)))
    facts = {
        "file": file,
        "taken": len(taken),
        "kept": len({*prices} - {*taken}),
        "published": ", ".join(sorted({f"{one.edition.service} {one.edition.published}" for one in found})),
        "ambiguous": ", ".join(ambiguous) or None,
    }
    screen(json=json).facts(facts)
