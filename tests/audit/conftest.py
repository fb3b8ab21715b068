"""An account in the sandbox that holds nothing yet, and clients for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import boto3
import pytest

from audit import Client, Owner
from sandbox.aws.server import AwsServer

REGION = "eu-central-1"
OWNER = Owner("strata", "dev")
OURS = OWNER.tags
THEIRS = Owner("strata", "prod").tags


def as_list(tags: dict[str, str]) -> list[dict[str, str]]:
    """Tags as most services want them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


@pytest.fixture
def client(aws_server: AwsServer) -> Client:
    """A client factory, as a user of the sandbox has one."""
    aws_server.reset()

    def make(service: str) -> Any:
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=aws_server.endpoint,
            aws_access_key_id="sandbox",
            aws_secret_access_key="sandbox",
        )

    cached: Callable[[str], Any] = cache(make)
    return cached
