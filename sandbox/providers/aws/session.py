"""Connections to the sandbox's AWS server: loopback only, dummy credentials, nothing read from the machine."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError, ParamValidationError
from botocore.exceptions import ConnectionError as NotConnected
from botocore.parsers import ResponseParserError

from protocol.provider import ProviderError
from sandbox.loopback import is_loopback
from sandbox.providers.aws.retries import prepare

_CONFIG = Config(
    # `retries` asks again, so that the person is told.
    retries={"mode": "standard", "total_max_attempts": 1},
    connect_timeout=5,
    read_timeout=60,
    # The engine calls from as many threads as `--parallel` allows.
    max_pool_connections=64,
    proxies={},
    s3={"addressing_style": "path"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)

# Session variables that botocore would otherwise take from the environment and from ~/.aws.
_NOTHING_FROM_THE_MACHINE = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}


class _Connections:
    """The clients for one server, made when first asked for."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str], Any] = {}
        self._botocore = botocore.session.Session(session_vars=_NOTHING_FROM_THE_MACHINE)
        self._botocore.set_credentials("sandbox", "sandbox")

    def client(self, service: str, region: str) -> Any:
        with self._lock:
            if (service, region) not in self._clients:
                client = self._botocore.create_client(
                    service, region_name=region, endpoint_url=self._endpoint, config=_CONFIG
                )
                prepare(client)
                client.meta.events.register("before-call.s3-control", self._without_account)
                self._clients[service, region] = client
            return self._clients[service, region]

    def _without_account(self, params: dict[str, Any], **_: Any) -> None:
        """Have S3's control plane asked at the server itself: a number before its address would lead nowhere."""
        params["url"] = self._endpoint + urlsplit(params["url"]).path


@lru_cache(maxsize=4)
def _connections(endpoint: str) -> _Connections:
    """One for all providers: a client takes long to make, and a plan and its execution have a provider each."""
    return _Connections(endpoint)


class AwsSession:
    """Clients for one region of the sandbox's AWS, shared between threads and between sessions with the same server.

    Args:
        endpoint: the server's URL; its host must be a loopback address.
        region: e.g. `eu-central-1`.

    Raises:
        ProviderError: the endpoint is not on this machine.
    """

    partition = "aws"

    def __init__(self, endpoint: str, region: str) -> None:
        require_loopback(endpoint)
        self.endpoint = endpoint
        self.region = region
        self._connections = _connections(endpoint)

    def client(self, service: str) -> Any:
        """The boto client of a service, e.g. `sqs`, in this session's region."""
        return self._connections.client(service, self.region)

    def in_region(self, region: str) -> AwsSession:
        """The same connections, looking at another region."""
        if region == self.region:
            return self
        other = object.__new__(type(self))
        other.__dict__.update({**self.__dict__, "region": region})
        return other

    @cached_property
    def account_id(self) -> str:
        """The twelve digits of the account that the sandbox plays."""
        account: str = self.client("sts").get_caller_identity()["Account"]
        return account

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource of this account and region, e.g. `arn("logs", "log-group:jobs")`."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account_id}:{resource}"


def require_loopback(endpoint: str) -> None:
    """Refuse any endpoint that is not on this machine: the sandbox never talks to a real cloud."""
    if not is_loopback(endpoint):
        raise ProviderError(f"the sandbox's AWS provider talks to loopback only, got the endpoint {endpoint!r}")


def explain(error: Exception, endpoint: str, hidden: Callable[[str], str] = str) -> str:
    """An AWS error for people: the operation, the code, what it says.

    Args:
        error: of botocore, or of ours.
        endpoint: the server's URL.
        hidden: takes secrets out of a text. It gets what AWS says as AWS says it: on one line, or without what looks
            like a tag, a secret is no longer recognised.
    """
    if isinstance(error, ClientError):
        reason = error.response.get("Error", {})
        # A failure inside the server comes as a web page.
        message = " ".join(re.sub(r"<[^>]*>", " ", hidden(str(reason.get("Message", "no message")))).split())
        return f"{error.operation_name}: {reason.get('Code', 'error')}: {message}"
    if isinstance(error, ParamValidationError):
        return hidden(str(error)).replace("\n", " ")
    if isinstance(error, ResponseParserError):  # it quotes the answer, which may hold secrets
        return f"the sandbox's AWS server at {endpoint} answers with what makes no sense; see its log"
    if isinstance(error, NotConnected | HTTPClientError):
        return f"the sandbox's AWS server at {endpoint} does not answer; see `strata sandbox status`"
    return hidden(str(error))
