"""An account of the sandbox, driven through the provider's verbs with plain Python values."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.values import Props, decode, encode
from sandbox.providers.aws.provider import AwsProvider
from tests.sandbox.faults import VirtualTime

REGION = "eu-central-1"


@dataclass
class Made:
    """A resource as the engine would record it."""

    urn: str
    id: str
    inputs: Props
    outputs: Props


@dataclass
class Account:
    """The verbs, one after another, as the engine would call them."""

    provider: AwsProvider
    failures: list[tuple[str, str]] = field(default_factory=list)

    def check(self, urn: str, news: Props, olds: Props | None = None) -> Props:
        request = pb.CheckRequest(urn=urn, news=encode(news), olds=encode(olds or {}), randomSeed=urn.encode())
        answer = self.provider.Check(request)
        self.failures = [(failure.property, failure.reason) for failure in answer.failures]
        return decode(answer.inputs)

    def create(self, token: str, name: str, news: Props) -> Made:
        urn = f"urn:pulumi:dev::strata::{token}::{name}"
        inputs = self.check(urn, news)
        assert not self.failures, self.failures
        answer = self.provider.Create(pb.CreateRequest(urn=urn, properties=encode(inputs)))
        return Made(urn, answer.id, inputs, decode(answer.properties))

    def diff(self, made: Made, news: Props, ignore: tuple[str, ...] = ()) -> Any:
        return self.provider.Diff(
            pb.DiffRequest(
                urn=made.urn,
                id=made.id,
                olds=encode(made.outputs),
                news=encode(self.check(made.urn, news, made.inputs)),
                old_inputs=encode(made.inputs),
                ignoreChanges=ignore,
            )
        )

    def update(self, made: Made, news: Props) -> Made:
        inputs = self.check(made.urn, news, made.inputs)
        assert not self.failures, self.failures
        answer = self.provider.Update(
            pb.UpdateRequest(
                urn=made.urn,
                id=made.id,
                olds=encode(made.outputs),
                news=encode(inputs),
                old_inputs=encode(made.inputs),
            )
        )
        return Made(made.urn, made.id, inputs, decode(answer.properties))

    def read(self, made: Made) -> Made | None:
        answer = self.provider.Read(
            pb.ReadRequest(urn=made.urn, id=made.id, properties=encode(made.outputs), inputs=encode(made.inputs))
        )
        return Made(made.urn, answer.id, decode(answer.inputs), decode(answer.properties)) if answer.id else None

    def delete(self, made: Made) -> None:
        self.provider.Delete(
            pb.DeleteRequest(urn=made.urn, id=made.id, properties=encode(made.outputs), old_inputs=encode(made.inputs))
        )

    def invoke(self, token: str, args: Props) -> Props:
        answer = self.provider.Invoke(pb.InvokeRequest(tok=token, args=encode(args)))
        self.failures = [(failure.property, failure.reason) for failure in answer.failures]
        return decode(getattr(answer, "return"))


Accounts = Callable[..., Account]


@pytest.fixture
def account_with(aws_endpoint: str) -> Accounts:
    """Makes a configured provider: `account_with(defaultTags={"tags": {...}})`."""

    def make(**config: Any) -> Account:
        provider = AwsProvider(aws_endpoint, VirtualTime().patience())
        # Pulumi's SDK sends whatever is not text as JSON in text.
        args = {name: value if isinstance(value, str) else json.dumps(value) for name, value in config.items()}
        provider.Configure(pb.ConfigureRequest(args=encode({"region": REGION, **args})))
        return Account(provider)

    return make


@pytest.fixture
def account(account_with: Accounts) -> Account:
    """An empty account, without default tags."""
    return account_with()


@pytest.fixture
def unused_endpoint(unused_port: int) -> str:
    """A loopback URL where nothing listens."""
    return f"http://127.0.0.1:{unused_port}"
