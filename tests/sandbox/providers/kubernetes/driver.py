"""Drives a provider by its verbs, as an engine does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pulumi.runtime.proto import provider_pb2 as pb

from protocol.values import Props, decode, encode
from sandbox.providers.kubernetes.api_server import connect_to
from sandbox.providers.kubernetes.provider import KubernetesProvider
from sandbox.providers.kubernetes.store import Store

SERVER = "https://cluster.example.com"
SEED = b"0123456789abcdef"


def kubeconfig(server: str = SERVER, namespace: str | None = None) -> str:
    context = {"cluster": "c", "user": "u", **({"namespace": namespace} if namespace else {})}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "c", "cluster": {"server": server}}],
            "users": [{"name": "u", "user": {"token": "credential"}}],
            "contexts": [{"name": "x", "context": context}],
            "current-context": "x",
        }
    )


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::strata::{token}::{name}"


@dataclass
class Recorded:
    """What an engine would keep of a resource."""

    token: str
    name: str
    id: str
    inputs: Props
    outputs: Props


class Driver:
    """Does with a provider what an engine does."""

    def __init__(self, store: Store, server: str = SERVER, **settings: Any) -> None:
        self.provider = KubernetesProvider(connect_to(store))
        self.provider.Configure(
            pb.ConfigureRequest(args=encode({"kubeconfig": kubeconfig(server), **settings}), acceptSecrets=True)
        )

    def check(
        self, token: str, news: Props, *, name: str = "one", olds: Props | None = None, seed: bytes = SEED
    ) -> tuple[Props, list[str]]:
        response = self.provider.Check(
            pb.CheckRequest(urn=urn(token, name), news=encode(news), olds=encode(olds or {}), randomSeed=seed)
        )
        return decode(response.inputs), [
            f"{failure.property}: {failure.reason}" if failure.property else failure.reason
            for failure in response.failures
        ]

    def create(self, token: str, news: Props, *, name: str = "one", attempt: str = "") -> Recorded:
        inputs, failures = self.check(token, news, name=name)
        assert failures == []
        response = self.provider.Create(
            pb.CreateRequest(urn=urn(token, name), properties=encode(inputs), resource_status_token=attempt)
        )
        return Recorded(token, name, response.id, inputs, decode(response.properties))

    def diff(self, recorded: Recorded, news: Props) -> tuple[Props, Any]:
        inputs, failures = self.check(recorded.token, news, name=recorded.name, olds=recorded.inputs)
        assert failures == []
        response = self.provider.Diff(
            pb.DiffRequest(
                id=recorded.id,
                urn=urn(recorded.token, recorded.name),
                olds=encode(recorded.outputs),
                news=encode(inputs),
                old_inputs=encode(recorded.inputs),
            )
        )
        return inputs, response

    def kinds(self, recorded: Recorded, news: Props) -> dict[str, str]:
        """The detailed diff in words."""
        _, response = self.diff(recorded, news)
        return {path: pb.PropertyDiff.Kind.Name(change.kind) for path, change in response.detailedDiff.items()}

    def update(self, recorded: Recorded, news: Props) -> Recorded:
        inputs, _ = self.diff(recorded, news)
        response = self.provider.Update(
            pb.UpdateRequest(
                id=recorded.id,
                urn=urn(recorded.token, recorded.name),
                olds=encode(recorded.outputs),
                news=encode(inputs),
                old_inputs=encode(recorded.inputs),
            )
        )
        return Recorded(recorded.token, recorded.name, recorded.id, inputs, decode(response.properties))

    def read(self, recorded: Recorded) -> Recorded | None:
        response = self.provider.Read(
            pb.ReadRequest(
                id=recorded.id,
                urn=urn(recorded.token, recorded.name),
                inputs=encode(recorded.inputs),
                properties=encode(recorded.outputs),
            )
        )
        if not response.id:
            return None
        inputs, outputs = decode(response.inputs), decode(response.properties)
        return Recorded(recorded.token, recorded.name, response.id, inputs, outputs)

    def delete(self, recorded: Recorded) -> None:
        self.provider.Delete(
            pb.DeleteRequest(
                id=recorded.id, urn=urn(recorded.token, recorded.name), properties=encode(recorded.outputs)
            )
        )
