"""The AWS account that a foundation is made in, and the connections to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

Client = Callable[[str], Any]
"""Gives the boto3 client of a service, such as `s3`."""


@dataclass(frozen=True)
class Account:
    """An account and a region of it.

    Attributes:
        client: clients in the region, with credentials of the account.
        number: twelve digits.
        region: e.g. `eu-central-1`.
        caller: the ARN of who works there.
    """

    client: Client
    number: str
    region: str
    caller: str

    @classmethod
    def of(cls, client: Client, region: str) -> Account:
        """The account that credentials lead to.

        Raises:
            botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError: it does not answer, or refuses.
        """
        who = client("sts").get_caller_identity()
        return cls(client, who["Account"], region, who["Arn"])

    @property
    def partition(self) -> str:
        """`aws`, or `aws-us-gov`, `aws-cn`, …: the second part of every ARN."""
        return self.caller.split(":")[1]

    def arn(self, service: str, resource: str, *, region: str = "") -> str:
        """The ARN of something in this account; IAM and budgets are in no region."""
        return f"arn:{self.partition}:{service}:{region}:{self.number}:{resource}"


def connect(region: str, profile: str | None = None) -> Client:
    """Clients with the credentials that boto3 finds. They ask again when AWS is busy, as botocore's standard mode does.

    Args:
        region: e.g. `eu-central-1`.
        profile: of the AWS configuration; None for what the environment says.
    """
    import boto3  # noqa: PLC0415 - takes long to load
    from botocore.config import Config  # noqa: PLC0415

    session = boto3.Session(profile_name=profile, region_name=region)
    patience = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 8})

    @cache
    def client(service: str) -> Any:
        return session.client(service, config=patience)

    return client
