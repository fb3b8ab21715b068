"""A cluster in the emulated EKS."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

CLUSTER = "platform"


@dataclass
class Eks:
    """An account with a network and clusters, driven through boto3."""

    clients: Callable[..., Any]
    subnets: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = self.clients("eks")
        ec2 = self.clients("ec2")
        self.vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        for number, zone in enumerate("abb"):
            made = ec2.create_subnet(
                VpcId=self.vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"eu-central-1{zone}"
            )
            self.subnets.append(made["Subnet"]["SubnetId"])
        self.role("control-plane")

    def role(self, name: str) -> str:
        """A new role's ARN."""
        iam = self.clients("iam")
        trust = {"Version": "2012-10-17", "Statement": []}
        return str(iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"])

    def cluster(self, name: str = CLUSTER, **options: Any) -> Any:
        """Make a cluster as the platform wants it: API access entries only."""
        network = {"subnetIds": self.subnets[:2], **options.pop("resourcesVpcConfig", {})}
        return self.client.create_cluster(
            name=name,
            roleArn="arn:aws:iam::123456789012:role/control-plane",
            resourcesVpcConfig=network,
            **{"accessConfig": {"authenticationMode": "API"}, **options},
        )["cluster"]

    def described(self, name: str = CLUSTER) -> Any:
        """The cluster as it is now."""
        return self.client.describe_cluster(name=name)["cluster"]


@pytest.fixture
def eks(aws_client: Callable[..., Any]) -> Eks:
    """An account with a network and a role, and no cluster yet."""
    return Eks(aws_client)


@pytest.fixture
def platform(eks: Eks) -> Eks:
    """The same with the cluster `platform`."""
    eks.cluster()
    return eks
