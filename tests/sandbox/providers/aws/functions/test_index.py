"""Who we are and where, asked as the engine asks."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.values import Props, decode, encode


def invoke(account: Any, name: str, **arguments: Any) -> Props:
    token = f"aws:index/{name}:{name}"
    return decode(getattr(account.provider.Invoke(pb.InvokeRequest(tok=token, args=encode(arguments))), "return"))


def test_the_caller(account: Any) -> None:
    found = invoke(account, "getCallerIdentity")
    assert found["accountId"] == found["id"] == "123456789012"
    assert found["arn"].startswith("arn:aws:sts::123456789012:")
    assert found["userId"]


def test_the_region_is_the_providers_or_the_one_asked_for(account: Any) -> None:
    assert invoke(account, "getRegion")["region"] == "eu-central-1"
    asked = invoke(account, "getRegion", region="us-west-2")
    assert (asked["region"], asked["endpoint"]) == ("us-west-2", "ec2.us-west-2.amazonaws.com")


def test_the_partition(account: Any) -> None:
    assert invoke(account, "getPartition") == {
        "partition": "aws",
        "id": "aws",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    }


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ({}, ["eu-central-1a", "eu-central-1b", "eu-central-1c"]),
        ({"state": "available"}, ["eu-central-1a", "eu-central-1b", "eu-central-1c"]),
        ({"excludeNames": ["eu-central-1b"]}, ["eu-central-1a", "eu-central-1c"]),
        ({"excludeZoneIds": ["euc1-az2"]}, ["eu-central-1a", "eu-central-1c"]),
        ({"filters": [{"name": "zone-name", "values": ["eu-central-1c"]}]}, ["eu-central-1c"]),
    ],
)
def test_the_zones(account: Any, arguments: Props, names: list[str]) -> None:
    found = invoke(account, "getAvailabilityZones", **arguments)
    assert found["names"] == names
    assert len(found["zoneIds"]) == len(names)
