"""Small price lists in AWS's formats, written for the tests."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

Product = tuple[str, Mapping[str, str], Iterable[tuple[str, str, str]]]
"""A SKU, its attributes, and its prices: unit, begin of the tier, USD."""

LINUX = {
    "regionCode": "eu-central-1",
    "instanceType": "m7i.large",
    "operatingSystem": "Linux",
    "tenancy": "Shared",
    "capacitystatus": "Used",
    "preInstalledSw": "NA",
    "operation": "RunInstances",
    "usagetype": "EUC1-BoxUsage:m7i.large",
}
INSTANCE: Product = ("AAAA", LINUX, [("Hrs", "0", "0.1207500000")])
WINDOWS: Product = (
    "BBBB",
    LINUX | {"operatingSystem": "Windows", "operation": "RunInstances:0002"},
    [("Hrs", "0", "0.2")],
)
NAT: Product = ("CCCC", {"regionCode": "eu-central-1", "usagetype": "EUC1-NatGateway-Hours"}, [("Hrs", "0", "0.052")])
US: Product = (
    "DDDD",
    LINUX | {"regionCode": "us-east-1", "usagetype": "BoxUsage:m7i.large"},
    [("Hrs", "0", "0.1008000000")],
)
LIST = [INSTANCE, WINDOWS, NAT, US]


def as_csv(products: Iterable[Product] = LIST, *, service: str = "AmazonEC2", currency: str = "USD") -> str:
    """A list as the CSV file has it: five lines about the list, the columns, a line for each price."""
    names = {"regionCode": "Region Code", "instanceType": "Instance Type", "operatingSystem": "Operating System",
             "tenancy": "Tenancy", "capacitystatus": "CapacityStatus", "preInstalledSw": "Pre Installed S/W",
             "usagetype": "usageType", "databaseEngine": "Database Engine", "deploymentOption": "Deployment Option",
             "operation": "operation"}  # fmt: skip
    first = ["SKU", "OfferTermCode", "RateCode", "TermType", "PriceDescription", "EffectiveDate", "StartingRange",
             "EndingRange", "Unit", "PricePerUnit", "Currency", "LeaseContractLength"]  # fmt: skip
    out = io.StringIO()
    lines = csv.writer(out, quoting=csv.QUOTE_ALL)
    lines.writerows([
        ["FormatVersion", "v1.0"], ["Disclaimer", "For information only,\nas they say"],
        ["Publication Date", "2026-11-19T21:29:08Z"], ["Version", "20261119212908"], ["OfferCode", service],
        [*first, *names.values()],
    ])  # fmt: skip
    for sku, attributes, prices in products:
        for unit, begin, usd in prices:
            told = [attributes.get(name, "") for name in names]
            lines.writerow(
                [
                    sku,
                    "JRT",
                    f"{sku}.JRT.6Y",
                    "OnDemand",
                    "",
                    "2026-11-01",
                    begin,
                    "Inf",
                    unit,
                    usd,
                    currency,
                    "",
                    *told,
                ]
            )
            lines.writerow(
                [
                    sku,
                    "4NA",
                    f"{sku}.4NA.6Y",
                    "Reserved",
                    "",
                    "2026-11-01",
                    begin,
                    "Inf",
                    unit,
                    "0.01",
                    currency,
                    "3yr",
                    *told,
                ]
            )
    return out.getvalue()


def offer(product: Product, *, currency: str = "USD", service: str = "AmazonEC2") -> dict[str, Any]:
    """A product with its terms, as the API tells it."""
    sku, attributes, prices = product
    dimensions = {
        f"{sku}.JRT.{number}": {"unit": unit, "beginRange": begin, "endRange": "Inf", "pricePerUnit": {currency: usd}}
        for number, (unit, begin, usd) in enumerate(prices)
    }
    return {
        "product": {"sku": sku, "productFamily": "x", "attributes": dict(attributes)},
        "serviceCode": service,
        "terms": {"OnDemand": {f"{sku}.JRT": {"priceDimensions": dimensions, "sku": sku}}},
        "version": "20261119212908",
        "publicationDate": "2026-11-19T21:29:08Z",
    }


def as_json(
    products: Iterable[Product] = LIST, *, service: str = "AmazonEC2", currency: str = "USD", indent: int = 2
) -> str:
    """A list as the JSON file has it."""
    offers = [offer(product, currency=currency) for product in products]
    return json.dumps(
        {
            "formatVersion": "v1.0",
            "disclaimer": "For information only",
            "offerCode": service,
            "version": "20261119212908",
            "publicationDate": "2026-11-19T21:29:08Z",
            "products": {one["product"]["sku"]: one["product"] for one in offers},
            "terms": {
                "OnDemand": {one["product"]["sku"]: one["terms"]["OnDemand"] for one in offers},
                "Reserved": {one["product"]["sku"]: {"x": {"priceDimensions": {}}} for one in offers},
            },
            "attributesList": {},
        },
        indent=indent or None,
    )
