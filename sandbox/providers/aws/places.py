"""What every sandbox answers alike: who asks, the regions, their zones. A plan needs no server to know it.

Source of all of it: moto, whose server answers the same; `tests/sandbox/providers/aws/test_places.py` compares.
"""

from __future__ import annotations

from typing import Any, Final

CALLER: Final = {
    "UserId": "AKIAIOSFODNN7EXAMPLE",
    "Account": "123456789012",
    "Arn": "arn:aws:sts::123456789012:user/moto",
}
"""As moto answers everybody who has not taken on a role."""

_ZONES: Final = {
    "af-south-1": "afs1 a1 b2 c3",
    "ap-east-1": "ape1 a1 b2 c3",
    "ap-east-2": "ape2 a1 b2 c3",
    "ap-northeast-1": "apne1 a4 c1 d2",
    "ap-northeast-2": "apne2 a1 b2 c3 d4",
    "ap-northeast-3": "apne3 a1 b2 c3",
    "ap-south-1": "aps1 a1 b3 c2",
    "ap-south-2": "aps2 a1 b2 c3",
    "ap-southeast-1": "apse1 a1 b2 c3",
    "ap-southeast-2": "apse2 a1 b3 c2",
    "ap-southeast-3": "apse3 a1 b2 c3",
    "ap-southeast-4": "apse4 a1 b2 c3",
    "ap-southeast-5": "apse5 a1 b2 c3",
    "ap-southeast-6": "apse6 a1 b2 c3",
    "ap-southeast-7": "apse7 a1 b2 c3",
    "ca-central-1": "cac1 a1 b2 d4",
    "ca-west-1": "caw1 a1 b2 c3",
    "eu-central-1": "euc1 a1 b2 c3",
    "eu-central-2": "euc2 a1 b2 c3",
    "eu-north-1": "eun1 a1 b2 c3",
    "eu-south-1": "eus1 a1 b2 c3",
    "eu-south-2": "eus2 a1 b2 c3",
    "eu-west-1": "euw1 a3 b1 c2",
    "eu-west-2": "euw2 a2 b3 c1",
    "eu-west-3": "euw3 a1 b2 c3",
    "il-central-1": "ilc1 a1 b2 c3",
    "me-central-1": "mec1 a1 b2 c3",
    "me-south-1": "mes1 a1 b2 c3",
    "mx-central-1": "mxc1 a1 b2 c3",
    "sa-east-1": "sae1 a1 b2 c3",
    "us-east-1": "use1 a6 b1 c2 d4 e3 f5",
    "us-east-2": "use2 a1 b2 c3",
    "us-gov-east-1": "usge1 a1 b2 c3",
    "us-gov-west-1": "usgw1 a1 b2 c3",
    "us-west-1": "usw1 a3 b1",
    "us-west-2": "usw2 a2 b1 c3 d4",
}
"""By region: what its zones' ids begin with, then the letter and the number of each zone."""


def is_known(region: str) -> bool:
    """Whether a region's zones are known here; those of China are left to the server."""
    return region in _ZONES


def endpoint(region: str) -> str:
    """The host of EC2 in a region."""
    return f"ec2.{region}.amazonaws.com"


def zones(region: str) -> list[dict[str, Any]]:
    """The zones of a region as EC2's DescribeAvailabilityZones lists them: `ZoneName` and `ZoneId`."""
    prefix, *each = _ZONES[region].split()
    return [{"ZoneName": f"{region}{zone[0]}", "ZoneId": f"{prefix}-az{zone[1:]}"} for zone in each]
