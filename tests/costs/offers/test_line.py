"""Which lines of the price list are asked for, and which edition says it."""

from __future__ import annotations

from datetime import date

import pytest

from costs.offers.line import Edition, OfferError, plain, services, wanted
from tests.costs.offers.lists import LINUX

ATTRIBUTES = {plain(name): value for name, value in LINUX.items()}


def told(service: str, usage: str, **more: str) -> tuple[str, str] | None:
    found = wanted(service, {"regioncode": "eu-central-1", "usagetype": usage, **more})
    return (found.item, found.unit) if found else None


def test_a_shared_linux_instance_without_software() -> None:
    assert wanted("AmazonEC2", ATTRIBUTES) is not None
    for name, other in (("tenancy", "Dedicated"), ("operatingsystem", "RHEL"), ("preinstalledsw", "SQL Web")):
        assert wanted("AmazonEC2", ATTRIBUTES | {name: other}) is None
    for name, other in (("capacitystatus", "UnusedCapacityReservation"), ("operation", "RunInstances:0004")):
        assert wanted("AmazonEC2", ATTRIBUTES | {name: other}) is None
    assert wanted("AmazonS3", ATTRIBUTES) is None


@pytest.mark.parametrize(
    ("service", "usage", "more", "item"),
    [
        ("AmazonEC2", "EUC1-NatGateway-Hours", {}, ("ec2/natgateway", "hour")),
        ("AmazonEC2", "NatGateway-Bytes", {}, ("ec2/natgateway-data", "GiB")),
        ("AmazonEC2", "EUC1-RegionalNatGateway-Hours", {}, None),
        ("AmazonEC2", "EUC1-EBS:VolumeUsage.gp3", {"volumeapiname": "gp3"}, ("ebs/gp3", "GiB-month")),
        (
            "AmazonVPC",
            "EUC1-VpcEndpoint-Hours",
            {"endpointtype": "PrivateLink"},
            ("ec2/vpc-endpoint/Interface", "hour"),
        ),
        ("AmazonVPC", "EUC1-VpcEndpoint-Hours", {"endpointtype": "Gateway Load Balancer Endpoint"}, None),
        ("AWSELB", "LCUUsage", {"operation": "LoadBalancing:Network"}, ("elb/network-unit", "hour")),
        (
            "AmazonRDS",
            "EUC1-InstanceUsage:db.m7g.large",
            {"databaseengine": "PostgreSQL", "deploymentoption": "Single-AZ", "instancetype": "db.m7g.large"},
            ("rds/db.m7g.large", "hour"),
        ),
        (
            "AmazonRDS",
            "EUC1-Multi-AZUsage:db.m7g.large",
            {"databaseengine": "PostgreSQL", "deploymentoption": "Multi-AZ", "instancetype": "db.m7g.large"},
            None,
        ),
        ("awskms", "eu-central-1-KMS-Keys", {}, ("kms/key", "month")),
        ("AmazonECR", "EUC1-TimedStorage-ByteHrs", {}, ("ecr/storage", "GiB-month")),
        ("AmazonEKS", "EUC1-AmazonEKS-Hours:perCluster", {}, ("eks/cluster", "hour")),
    ],
)
def test_other_lines(service: str, usage: str, more: dict[str, str], item: tuple[str, str] | None) -> None:
    assert told(service, usage, **more) == item


def test_a_line_without_a_region_or_an_attribute_of_its_name_is_none() -> None:
    assert wanted("AmazonEC2", ATTRIBUTES | {"regioncode": ""}) is None
    assert wanted("AmazonEC2", {name: value for name, value in ATTRIBUTES.items() if name != "instancetype"}) is None


def test_what_is_sent_has_the_region_it_comes_from() -> None:
    sent = {"fromregioncode": "eu-central-1", "tolocation": "External", "usagetype": "EUC1-DataTransfer-Out-Bytes"}
    found = wanted("AWSDataTransfer", sent)
    assert found is not None
    assert (found.item, found.region) == ("ec2/internet-data", "eu-central-1")


def test_an_edition_names_its_place_and_day() -> None:
    edition = Edition.read("AmazonEC2", "20261119212908", "2026-11-19T21:29:08Z")
    assert edition.published == date(2026, 11, 19)
    assert edition.source("eu-central-1") == (
        "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonEC2/20261119212908/eu-central-1/index.csv"
    )
    assert Edition.read("AmazonEC2", "../..", "2026-11-19").version == "current"


@pytest.mark.parametrize(
    ("service", "published", "message"),
    [
        (None, "2026-11-19", "no offer code"),
        ("../x", "2026-11-19", "no offer code"),
        ("AmazonEC2", "soon", "no publication"),
    ],
)
def test_a_list_that_does_not_say_what_it_is_is_refused(service: object, published: str, message: str) -> None:
    with pytest.raises(OfferError, match=message):
        Edition.read(service, "20261119212908", published)


def test_all_prices_of_the_services_that_the_stacks_use_are_asked_for() -> None:
    assert {"AmazonEC2", "AmazonVPC", "AmazonRDS", "AmazonS3", "AmazonEKS", "awskms", "AWSELB"} <= {*services()}
