"""A network in the emulated EC2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Network:
    """A VPC without anything in it but one subnet, and the client that made it."""

    ec2: Any
    vpc: str
    subnet: str

    def group(self, name: str = "group") -> str:
        """A new security group's id."""
        made = self.ec2.create_security_group(GroupName=name, Description="of a test", VpcId=self.vpc)
        return str(made["GroupId"])


@pytest.fixture
def network(aws_client: Callable[..., Any]) -> Network:
    """An otherwise empty account with a network."""
    ec2 = aws_client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    return Network(ec2, vpc, subnet)
