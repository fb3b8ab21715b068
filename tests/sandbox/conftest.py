"""The sandbox's AWS server, empty at the start of each test."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from sandbox.aws.server import AwsServer

Client = Callable[..., Any]


@pytest.fixture
def aws_endpoint(aws_server: AwsServer) -> str:
    """The URL of a server that holds nothing but what a new account holds."""
    aws_server.reset()
    return aws_server.endpoint


@pytest.fixture
def aws_client(aws_endpoint: str) -> Client:
    """Makes boto3 clients as a user would: `aws_client("s3")`, `aws_client("sqs", "us-east-1")`."""

    def client(service: str, region: str = "eu-central-1") -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=aws_endpoint,
            aws_access_key_id="sandbox",
            aws_secret_access_key="sandbox",
        )

    return client


@pytest.fixture
def unused_port() -> int:
    """A loopback port where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
