"""The engine's own provider, package `pulumi`: a StackReference reads the outputs of another stack of the backend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pulumi.runtime.proto import provider_pb2

from engine import urn as urns
from engine.snapshot import Snapshot
from protocol.provider import ProviderError
from protocol.values import Props, contains_secret, encode

STACK_REFERENCE: Final = "pulumi:pulumi:StackReference"

StackReader = Callable[[str], Snapshot]
"""Gives the recorded state of a stack by its full or short name; raises EngineError if it cannot be read."""


class PulumiProvider:
    """Implements the provider protocol for the resources that the engine itself provides."""

    def __init__(self, read_stack: StackReader) -> None:
        self._read_stack = read_stack

    def CheckConfig(self, request: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any) -> Any:
        del request
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any) -> Any:
        del request
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(self, request: Any) -> Any:
        raise self._only_reads(request)

    def Diff(self, request: Any) -> Any:
        raise self._only_reads(request)

    def Create(self, request: Any) -> Any:
        raise self._only_reads(request)

    def Update(self, request: Any) -> Any:
        raise self._only_reads(request)

    def Delete(self, request: Any) -> Any:
        raise self._only_reads(request)

    def Invoke(self, request: Any) -> Any:
        raise ProviderError(f"the function {request.tok} is not supported by the embedded engine")

    def Cancel(self, request: Any) -> Any:
        del request

    def Read(self, request: Any) -> Any:
        """Read a stack's outputs; the resource's id is the stack's name."""
        if urns.parse(request.urn).type != STACK_REFERENCE:
            raise self._only_reads(request)
        name = request.inputs.fields["name"].string_value or request.id
        outputs = stack_outputs(self._read_stack(name))
        properties: Props = {
            "name": name,
            "outputs": outputs,
            "secretOutputNames": sorted(key for key, value in outputs.items() if contains_secret(value)),
        }
        return provider_pb2.ReadResponse(id=request.id, inputs=request.inputs, properties=encode(properties))

    def _only_reads(self, request: Any) -> ProviderError:
        return ProviderError(f"{urns.parse(request.urn).type} is not supported by the embedded engine")


def stack_outputs(snapshot: Snapshot) -> Props:
    """The outputs of a recorded stack; none if it was never brought up."""
    roots = [state for state in snapshot.resources if state.type == urns.ROOT_STACK_TYPE and not state.delete]
    return dict(roots[0].outputs) if roots else {}
