"""The AWS provider for plans: the server is asked, and started, only for what is not known without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pulumi.runtime.proto import provider_pb2 as pb

from protocol.values import decode
from sandbox.providers.aws import inputs, places
from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.aws.session import AwsSession

_LOOPBACK = "http://127.0.0.1"

_HOLDS_FOR_ALL: list[Mapping[str, Any]] = [
    {"Name": "opt-in-status", "Values": ["opt-in-not-required"]},
    {"Name": "state", "Values": ["available"]},
]
"""Filters that every zone of the sandbox passes."""


class PlanningAwsProvider(AwsProvider):
    """As `AwsProvider`, for previews.

    Args:
        start: starts the server unless it runs; its URL, on loopback.
    """

    def __init__(self, start: Callable[[], str]) -> None:
        super().__init__(_LOOPBACK)
        self._start = start

    def Configure(self, request: Any) -> Any:
        region, self._default_tags = inputs.settings(decode(request.args))
        self._session = PlanningSession(self._start, region)
        return pb.ConfigureResponse(acceptSecrets=True, supportsPreview=True)


class PlanningSession(AwsSession):
    """A session that answers by itself what every sandbox answers alike; whatever else is asked starts the server."""

    def __init__(self, start: Callable[[], str], region: str) -> None:
        self._start = start
        self.region = region

    def client(self, service: str) -> Any:
        if service in ("sts", "ec2"):
            return _Knowing(self.region, lambda: self._running.client(service))
        return self._running.client(service)

    @cached_property
    def _running(self) -> AwsSession:
        return AwsSession(self._start(), self.region)


@dataclass(frozen=True)
class _Knowing:
    """Stands in for the clients of EC2 and STS; hands on what it does not know."""

    region: str
    real: Callable[[], Any]

    def get_caller_identity(self) -> dict[str, str]:
        return dict(places.CALLER)

    def describe_regions(self, RegionNames: Sequence[str]) -> Any:  # noqa: N803 - as boto3 has it
        if not all(map(places.is_known, RegionNames)):
            return self.real().describe_regions(RegionNames=RegionNames)
        return {"Regions": [{"RegionName": name, "Endpoint": places.endpoint(name)} for name in RegionNames]}

    def describe_availability_zones(self, Filters: Sequence[Mapping[str, Any]] = ()) -> Any:  # noqa: N803
        if not places.is_known(self.region) or any(one not in _HOLDS_FOR_ALL for one in Filters):
            return self.real().describe_availability_zones(Filters=Filters)
        return {"AvailabilityZones": places.zones(self.region)}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real(), name)
