"""What checks look at, arranged: an account, a machine, and resources as a plan would hold them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from doctor import Check, Finding, Subject
from doctor.declared import Declared
from sandbox.aws.server import AwsServer
from sandbox.environment import Sandbox
from sandbox.providers.aws.session import AwsSession
from tests.harness import Deployer

REGION = "eu-central-1"


@dataclass
class Resource:
    """A resource of a plan."""

    type: str
    name: str = "one"
    inputs: dict[str, Any] = field(default_factory=dict)

    @property
    def urn(self) -> str:
        return f"urn:pulumi:dev::strata::{self.type}::{self.name}"


def pool(name: str, families: list[str], gpus: int | None, markets: list[str]) -> Resource:
    """A pool of Karpenter, as `components/node_pool.py` declares it."""
    choices = {"karpenter.k8s.aws/instance-family": families, "karpenter.sh/capacity-type": markets}
    requirements = [{"key": key, "operator": "In", "values": values} for key, values in choices.items()]
    limits = {} if gpus is None else {"limits": {"nvidia.com/gpu": gpus}}
    spec: dict[str, Any] = {"template": {"spec": {"requirements": requirements}}, **limits}
    return Resource("kubernetes:karpenter.sh/v1:NodePool", name, {"spec": spec})


def group(name: str, types: list[str], nodes_max: int, market: str = "ON_DEMAND") -> Resource:
    """A node group of EKS."""
    inputs = {"instanceTypes": types, "scalingConfig": {"maxSize": nodes_max}, "capacityType": market}
    return Resource("aws:eks/nodeGroup:NodeGroup", name, inputs)


def subnet(zone: str) -> Resource:
    return Resource("aws:ec2/subnet:Subnet", zone, {"availabilityZone": zone})


def cluster(version: str, name: str = "strata-dev") -> Resource:
    return Resource("aws:eks/cluster:Cluster", "cluster", {"name": name, "version": version})


def chart(address: str, version: str, repository: str | None = None) -> Resource:
    inputs: dict[str, Any] = {"chart": address, "version": version}
    return Resource(
        "kubernetes:helm.sh/v3:Release",
        address,
        inputs | ({"repositoryOpts": {"repo": repository}} if repository else {}),
    )


@pytest.fixture
def client(aws_server: AwsServer) -> Iterator[Callable[[str], Any]]:
    """The clients of an account that holds nothing."""
    aws_server.reset()
    yield AwsSession(aws_server.endpoint, REGION).client
    aws_server.reset()


@pytest.fixture
def subject(tmp_path: Path, client: Callable[[str], Any], deploy: Deployer) -> Subject:
    """A stack in the sandbox, in an account that holds nothing. It declares nothing yet."""
    deploy._write_project({"aws:region": REGION})
    return Subject(
        root=tmp_path,
        sandbox=Sandbox(tmp_path / "sandbox"),
        in_sandbox=True,
        open_account=lambda: client,
        stack=deploy.open(),
        region=REGION,
    )


@pytest.fixture
def declare(subject: Subject) -> Callable[..., Subject]:
    """Has the stack declare resources."""

    def plan(*resources: Resource) -> Subject:
        subject.plan(Declared(resources))
        return subject

    return plan


def run(check: Check, subject: Subject) -> Finding:
    """What a check finds; `CannotTell` is what it raises."""
    return check.run(subject)


@pytest.fixture
def closed_port() -> int:
    """A port of loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
