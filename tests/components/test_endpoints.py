"""The private doors to AWS: who may pass, and where to."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from pulumi_aws import ec2

from components.endpoints import ESSENTIAL, Endpoints, Service
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, REGION
from tests.harness import Result

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


@pytest.fixture(scope="module")
def endpoints(up: BringUp) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        network = ec2.Vpc("network", cidr_block="10.0.0.0/16", opts=opts)
        subnet = ec2.Subnet("private", vpc_id=network.id, cidr_block="10.0.0.0/24", opts=opts)
        table = ec2.RouteTable("private", vpc_id=network.id, opts=opts)
        Endpoints(
            "endpoints",
            [Service.ECR_IMAGES, Service.STS, Service.STS],
            network=network,
            subnets=[subnet],
            route_table_ids=pulumi.Output.all(table.id),
            opts=opts,
        )

    return up(build)


def ours(action: str) -> dict[str, Any]:
    return {
        "Sid": "OurAccount",
        "Effect": "Allow",
        "Principal": "*",
        "Action": action,
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}},
    }


def test_each_service_has_one_and_s3_always(endpoints: Result) -> None:
    assert endpoints.names(ENDPOINT) == {"endpoints-ecr-dkr", "endpoints-sts", "endpoints-s3"}


@pytest.mark.parametrize(("name", "service", "action"), [("ecr-dkr", "ecr.dkr", "ecr:*"), ("sts", "sts", "sts:*")])
def test_an_interface_endpoint(endpoints: Result, name: str, service: str, action: str) -> None:
    inputs = endpoints.inputs(ENDPOINT, f"endpoints-{name}")
    assert inputs["serviceName"] == f"com.amazonaws.{REGION}.{service}"
    assert inputs["vpcEndpointType"] == "Interface"
    assert inputs["privateDnsEnabled"] is True
    assert inputs["subnetIds"] == [endpoints.of("aws:ec2/subnet:Subnet", "private").id]
    assert inputs["securityGroupIds"] == [endpoints.of(GROUP, "endpoints").id]
    assert json.loads(inputs["policy"])["Statement"] == [ours(action)]


def test_the_gateway_endpoint_of_s3(endpoints: Result) -> None:
    inputs = endpoints.inputs(ENDPOINT, "endpoints-s3")
    assert inputs["serviceName"] == f"com.amazonaws.{REGION}.s3"
    assert inputs["vpcEndpointType"] == "Gateway"
    assert inputs["routeTableIds"] == [endpoints.of("aws:ec2/routeTable:RouteTable", "private").id]
    assert json.loads(inputs["policy"])["Statement"] == [
        ours("s3:*"),
        {
            "Sid": "ImageLayers",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": [
                f"arn:aws:s3:::prod-{REGION}-starport-layer-bucket/*",
                "arn:aws:s3:::prod-registry-k8s-io-*/*",
                "arn:aws:s3:::quayio-production-s3/*",
            ],
        },
    ]


def test_only_https_from_the_network_comes_in(endpoints: Result) -> None:
    assert endpoints.names(INGRESS) == {"endpoints-https"}
    rule = endpoints.inputs(INGRESS, "endpoints-https")
    assert rule["securityGroupId"] == endpoints.of(GROUP, "endpoints").id
    assert (rule["cidrIpv4"], rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("10.0.0.0/16", "tcp", 443, 443)


def test_nothing_goes_out_from_an_endpoint(endpoints: Result) -> None:
    assert endpoints.names("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule") == set()
    assert not endpoints.inputs(GROUP, "endpoints").get("egress")


def test_what_nodes_need_to_start_is_among_the_defaults() -> None:
    assert {"ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "sts"} <= set(ESSENTIAL)
