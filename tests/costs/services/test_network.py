"""What networks are charged for, in figures worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from costs import Range
from tests.costs.listed import declared, priced

FIGURES = {
    "ec2/vpc-endpoint/Gateway": (0.0, "month"),
    "ec2/vpc-endpoint/Interface": (0.012, "hour"),
    "ec2/vpc-endpoint/Interface-data": (0.01, "GiB"),
    "ec2/elastic-ip": (0.005, "hour"),
    "ec2/internet-data": (0.09, "GiB"),
    "elb/application": (0.025, "hour"),
    "elb/application-unit": (0.008, "hour"),
    "elb/network": (0.02, "hour"),
    "elb/network-unit": (0.006, "hour"),
    "route53/zone": (0.5, "month"),
}


@pytest.mark.parametrize(
    ("token", "properties", "usd"),
    [
        ("aws:ec2/eip:Eip", {}, Range(3.65, 3.65)),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", {"vpcEndpointType": "Gateway"}, Range(0, 0)),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", {}, Range(0, 0)),
        # 3 zones x 0.012 x 730, and up to 100 GiB for 0.01.
        (
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            {"vpcEndpointType": "Interface", "subnetIds": [object(), "b", "c"]},
            Range(26.28, 27.28),
        ),
        ("aws:ec2/internetGateway:InternetGateway", {}, Range(0, 9)),
        # 0.025 x 730 and two addresses for 3.65; up to one unit for 0.008 an hour.
        ("aws:lb/loadBalancer:LoadBalancer", {"subnets": ["a", "b"]}, Range(25.55, 31.39)),
        ("aws:lb/loadBalancer:LoadBalancer", {"internal": True, "loadBalancerType": "network"}, Range(14.6, 18.98)),
        ("aws:route53/zone:Zone", {}, Range(0.5, 0.5)),
    ],
)
def test_sums(token: str, properties: dict[str, Any], usd: Range) -> None:
    found = priced(FIGURES, declared(token, **properties)).total
    assert found.unknown == ()
    assert (found.usd.low, found.usd.high) == pytest.approx((usd.low, usd.high))
