"""A provider that checks inputs as the sandbox's does, and then only pretends: no server, no waiting."""

from __future__ import annotations

from typing import Any

from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.values import decode
from sandbox.schema import check_inputs


class CheckingProvider:
    """Checks against the SDK's type metadata; a created resource has its inputs as outputs, and an ARN."""

    def CheckConfig(self, request: Any) -> Any:
        return pb.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any) -> Any:
        return pb.DiffResponse(changes=pb.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any) -> Any:
        return pb.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(self, request: Any) -> Any:
        token = request.urn.split("::")[2].rpartition("$")[2]
        problems = check_inputs(token, decode(request.news))
        failures = [pb.CheckFailure(property=problem.path, reason=problem.reason) for problem in problems]
        return pb.CheckResponse(inputs=request.news, failures=failures)

    def Diff(self, request: Any) -> Any:
        same = request.old_inputs == request.news
        return pb.DiffResponse(changes=pb.DiffResponse.DIFF_NONE if same else pb.DiffResponse.DIFF_SOME)

    def Create(self, request: Any) -> Any:
        name = request.urn.rpartition("::")[2]
        response = pb.CreateResponse(id=name, properties=request.properties)
        response.properties.fields["arn"].string_value = f"arn:aws:sqs:::{name}"
        return response

    def Read(self, request: Any) -> Any:
        return pb.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)

    def Update(self, request: Any) -> Any:
        return pb.UpdateResponse(properties=request.news)

    def Delete(self, request: Any) -> Any:
        return Empty()

    def Invoke(self, request: Any) -> Any:
        return pb.InvokeResponse()

    def Cancel(self, request: Any) -> Any:
        return Empty()
