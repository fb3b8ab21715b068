"""The price list as the Pricing API tells it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from costs.offers.api import NARROWER, ask
from costs.offers.line import OfferError, services
from tests.costs.offers.lists import INSTANCE, NAT, offer


@pytest.fixture
def stubbed() -> Iterator[tuple[Any, Stubber]]:
    client = boto3.client("pricing", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stub:
        yield client, stub


def answer(stub: Stubber, first: list[str]) -> None:
    """Answer every question in order: the first of EC2 in two pages, all others with nothing."""
    for service in services():
        for number, more in enumerate(NARROWER.get(service, [{}])):
            asked = {"regionCode": "eu-central-1", **more}
            filters = [{"Type": "TERM_MATCH", "Field": name, "Value": value} for name, value in asked.items()]
            expected = {"ServiceCode": service, "Filters": filters}
            if service == "AmazonEC2" and number == 0:
                stub.add_response("get_products", {"PriceList": first[:1], "NextToken": "more"}, expected)
                stub.add_response("get_products", {"PriceList": first[1:]}, expected | {"NextToken": "more"})
            else:
                stub.add_response("get_products", {"PriceList": []}, expected)


def test_all_pages_of_all_services_are_asked(stubbed: tuple[Any, Stubber]) -> None:
    client, stub = stubbed
    answer(stub, [json.dumps(offer(INSTANCE)), json.dumps(offer(NAT))])
    told: list[int] = []
    (found,) = ask(client, "eu-central-1", told.append)
    assert [(one.item, one.usd) for one in found.prices()] == [("ec2/m7i.large", 0.12075), ("ec2/natgateway", 0.052)]
    assert told[-1] == 2
    stub.assert_no_pending_responses()


@pytest.mark.parametrize("text", ["", "[]", "{}", "5"])
def test_an_answer_that_is_no_product_is_told(stubbed: tuple[Any, Stubber], text: str) -> None:
    client, stub = stubbed
    answer(stub, [text])
    with pytest.raises(OfferError, match="AmazonEC2: a product is not as AWS writes it"):
        list(ask(client, "eu-central-1"))
