"""What is known without the server is what the server says."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend

from sandbox.aws.server import AwsServer
from sandbox.providers.aws import places

REGIONS = sorted(region.name for region in RegionsAndZonesBackend.regions)


def client(server: AwsServer, service: str, region: str) -> Any:
    keys = {"aws_access_key_id": "sandbox", "aws_secret_access_key": "sandbox"}
    return boto3.client(service, endpoint_url=server.endpoint, region_name=region, **keys)


def test_every_region_is_known_but_those_of_china() -> None:
    assert {region for region in REGIONS if not places.is_known(region)} == {"cn-north-1", "cn-northwest-1"}
    assert not places.is_known("eu-nowhere-1")


@pytest.mark.parametrize("region", [region for region in REGIONS if places.is_known(region)])
def test_zones_and_endpoint_are_as_the_server_has_them(aws_server: AwsServer, region: str) -> None:
    ec2 = client(aws_server, "ec2", region)
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    known = {(zone["ZoneName"], zone["ZoneId"]) for zone in places.zones(region)}
    assert known == {(zone["ZoneName"], zone["ZoneId"]) for zone in zones}
    assert {zone["State"] for zone in zones} == {"available"}
    (found,) = ec2.describe_regions(RegionNames=[region])["Regions"]
    assert found["Endpoint"] == places.endpoint(region)


def test_the_caller_is_as_the_server_has_it(aws_server: AwsServer) -> None:
    answer = client(aws_server, "sts", "eu-central-1").get_caller_identity()
    assert {name: answer[name] for name in places.CALLER} == places.CALLER
