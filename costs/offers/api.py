"""The price list as AWS's Pricing API tells it.

Source: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from costs.offers.gathering import Gathering
from costs.offers.json_file import attributes_of, take_terms
from costs.offers.line import Edition, OfferError, services, wanted

API_REGION: Final = "us-east-1"
"""Where the API answers for all regions; it does in a few others, too."""
NARROWER: Final = {
    "AmazonEC2": [
        {"productFamily": "Compute Instance", "operatingSystem": "Linux", "tenancy": "Shared",
         "capacitystatus": "Used", "preInstalledSw": "NA"},
        {"productFamily": "NAT Gateway"},
        {"productFamily": "Storage"},
    ],
}  # fmt: skip
"""What is asked for of services that have too many products to ask for all."""


def ask(client: Any, region: str, tell: Callable[[int], None] = lambda _: None) -> Iterator[Gathering]:
    """Gather the prices of a region, service by service.

    Args:
        client: boto3's `pricing`, in `API_REGION`.
        region: whose prices.
        tell: told how many products have been looked at.

    Raises:
        OfferError: an answer is not as AWS writes it.
        botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError: it does not answer, or refuses.
    """
    seen = 0
    for service in services():
        # By edition: while AWS publishes, some answers are of the one before.
        found: dict[Edition, Gathering] = {}
        for more in NARROWER.get(service, [{}]):
            asked = {"regionCode": region, **more}
            filters = [{"Type": "TERM_MATCH", "Field": name, "Value": value} for name, value in asked.items()]
            for page in client.get_paginator("get_products").paginate(ServiceCode=service, Filters=filters):
                for text in page["PriceList"]:
                    seen += 1
                    _take(found, service, text)
                tell(seen)
        yield from found.values()


def _take(found: dict[Edition, Gathering], service: str, text: str) -> None:
    try:
        offer = json.loads(text)
        product, terms = offer["product"], offer.get("terms", {}).get("OnDemand", {})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OfferError(f"{service}: a product is not as AWS writes it: {error}") from error
    what = wanted(service, attributes_of(product))
    if what is not None:
        edition = Edition.read(service, offer.get("version"), offer.get("publicationDate"))
        take_terms(found.setdefault(edition, Gathering(edition)), what, str(product.get("sku")), terms)
