"""The provider that the golden records were made with, as far as they show it: the id is the name."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import provider_pb2

from protocol.values import Props, decode, encode, reveal


class GoldenProvider:
    """Package `aws` of the golden program.

    Attributes:
        requests: every verb asked for with its request, in order.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[str, Any]] = []

    def CheckConfig(self, request: Any) -> Any:
        self.requests.append(("CheckConfig", request))
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any) -> Any:
        self.requests.append(("DiffConfig", request))
        return provider_pb2.DiffResponse()

    def Configure(self, request: Any) -> Any:
        self.requests.append(("Configure", request))
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptResources=True, acceptOutputs=True
        )

    def Check(self, request: Any) -> Any:
        self.requests.append(("Check", request))
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: Any) -> Any:
        self.requests.append(("Diff", request))
        old, new = reveal(decode(request.old_inputs)), reveal(decode(request.news))
        diffs = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
        replaces = [name for name in diffs if name == "bucket"]
        kind = provider_pb2.DiffResponse.DIFF_SOME if diffs else provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(changes=kind, diffs=diffs, replaces=replaces)

    def Create(self, request: Any) -> Any:
        self.requests.append(("Create", request))
        return provider_pb2.CreateResponse(
            id=request.name, properties=encode(_outputs(request.name, request.properties))
        )

    def Update(self, request: Any) -> Any:
        self.requests.append(("Update", request))
        return provider_pb2.UpdateResponse(properties=encode(_outputs(request.name, request.news)))

    def Delete(self, request: Any) -> Any:
        self.requests.append(("Delete", request))

    def Read(self, request: Any) -> Any:
        raise NotImplementedError

    def Invoke(self, request: Any) -> Any:
        self.requests.append(("Invoke", request))
        account = "123456789012"
        found = {"accountId": account, "arn": f"arn:aws:iam::{account}:root", "id": account, "userId": "U"}
        return provider_pb2.InvokeResponse(**{"return": encode(found)})

    def Cancel(self, request: Any) -> Any:
        raise NotImplementedError


def _outputs(name: str, inputs: Any) -> Props:
    return {**decode(inputs), "arn": f"arn:aws:x:::{name}"}
