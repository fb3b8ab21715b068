"""A foundation in an account that holds nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from foundation import Account, EnvironmentSettings, Foundation, Names
from sandbox.aws.server import AwsServer
from sandbox.providers.aws.session import AwsSession

REGION = "eu-central-1"
ALL: dict[str, Any] = {
    "region": REGION,
    "repository": "acme/platform",
    "budget_usd": 1000.0,
    "alert_emails": ("ops@example.com",),
}
"""Settings that ask for everything."""


class Place:
    """An account, and foundations in it."""

    def __init__(self, server: AwsServer) -> None:
        self.endpoint = server.endpoint

    def client(self, service: str, region: str = REGION) -> Any:
        """A client of the account."""
        return AwsSession(self.endpoint, region).client(service)

    def names(self, environment: str = "prod", region: str = REGION) -> Names:
        """What an environment's foundation is called."""
        return Names("strata", environment, Account.of(AwsSession(self.endpoint, region).client, region))

    def foundation(self, environment: str = "prod", **settings: Any) -> Foundation:
        """The foundation of an environment with all that there is, but for these settings."""
        chosen = EnvironmentSettings.model_validate({**ALL, **settings})
        return Foundation(self.names(environment, chosen.region), chosen)


@pytest.fixture
def place(aws_server: AwsServer) -> Iterator[Place]:
    """An empty account."""
    aws_server.reset()
    yield Place(aws_server)
    aws_server.reset()
