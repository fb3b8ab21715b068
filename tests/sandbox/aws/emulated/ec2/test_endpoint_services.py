"""Which services endpoints lead to, and that asking needs nothing that a clean installation lacks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

ROOT = Path(__file__).resolve().parents[5]


def _types(ec2: Any, name: str) -> set[str]:
    details = ec2.describe_vpc_endpoint_services(ServiceNames=[name])["ServiceDetails"]
    return {entry["ServiceType"] for service in details for entry in service["ServiceType"]}


def test_services_bear_the_region_and_their_own_name(aws_client: Callable[..., Any]) -> None:
    for region in ("eu-central-1", "us-east-1"):
        found = aws_client("ec2", region).describe_vpc_endpoint_services()
        assert all(name.startswith(f"com.amazonaws.{region}.") for name in found["ServiceNames"])
        # What the platform's private network needs: names of endpoints, which are not those of boto3's clients.
        needed = {"ecr.api", "ecr.dkr", "eks", "eks-auth", "ec2", "kms", "logs", "monitoring", "secretsmanager", "sqs"}
        needed |= {"sts", "ssm", "ssmmessages", "ec2messages", "autoscaling", "elasticloadbalancing", "s3", "dynamodb"}
        assert {f"com.amazonaws.{region}.{name}" for name in needed} <= set(found["ServiceNames"])
        zones = {f"{region}{letter}" for letter in "abc"}
        assert zones <= set(found["ServiceDetails"][0]["AvailabilityZones"])


def test_only_s3_and_dynamodb_have_gateways(aws_client: Callable[..., Any]) -> None:
    ec2 = aws_client("ec2")
    details = ec2.describe_vpc_endpoint_services(Filters=[{"Name": "service-type", "Values": ["Gateway"]}])
    assert details["ServiceNames"] == ["com.amazonaws.eu-central-1.dynamodb", "com.amazonaws.eu-central-1.s3"]
    assert _types(ec2, "com.amazonaws.eu-central-1.s3") == {"Gateway", "Interface"}
    assert _types(ec2, "com.amazonaws.eu-central-1.sqs") == {"Interface"}


def test_an_unknown_service_is_refused(network: Any) -> None:
    for name in ("com.amazonaws.eu-central-1.squeues", "com.amazonaws.us-east-1.sqs"):
        with pytest.raises(ClientError, match="InvalidServiceName"):
            network.ec2.describe_vpc_endpoint_services(ServiceNames=[name])
        with pytest.raises(ClientError, match="InvalidServiceName"):
            network.ec2.create_vpc_endpoint(VpcId=network.vpc, ServiceName=name, VpcEndpointType="Interface")
    assert network.ec2.describe_vpc_endpoints()["VpcEndpoints"] == []


def test_a_type_that_the_service_does_not_have_is_refused(network: Any) -> None:
    # Without a type it is a gateway that is asked for.
    with pytest.raises(ClientError, match=r"Endpoint type \(Gateway\) does not match available .* \(\[Interface\]\)"):
        network.ec2.create_vpc_endpoint(VpcId=network.vpc, ServiceName="com.amazonaws.eu-central-1.sqs")
    assert network.ec2.describe_vpc_endpoints()["VpcEndpoints"] == []


def test_numbers_stay(aws_client: Callable[..., Any]) -> None:
    def numbers() -> list[str]:
        details = aws_client("ec2").describe_vpc_endpoint_services()["ServiceDetails"]
        return [service["ServiceId"] for service in details]

    first = numbers()
    assert numbers() == first
    assert len(set(first)) == len(first)


def test_no_other_service_is_loaded() -> None:
    """moto's own answer imports every service, among them some whose libraries are not installed."""
    program = """
import sys
from sandbox.aws.server import AwsServer
from sandbox.providers.aws.session import AwsSession
with AwsServer() as server:
    AwsSession(server.endpoint, "eu-central-1").client("ec2").describe_vpc_endpoint_services()
print(*sorted({"moto.apigateway", "moto.sagemaker", "moto.cloudformation", "moto.iot"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
