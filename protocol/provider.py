"""What the engine asks of a provider: the verbs of Pulumi's ResourceProvider protocol, by direct call.

Messages are those of `pulumi.runtime.proto.provider_pb2`, so that the same object can be served over gRPC.

ProviderError                 the provider refuses or fails; nothing was created or changed
└── InitializationFailed      the resource exists, but is not ready; carries what is known of it
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from protocol.values import Props


class Provider(Protocol):
    """One configured instance of a package's provider."""

    def CheckConfig(self, request: Any) -> Any: ...
    def DiffConfig(self, request: Any) -> Any: ...
    def Configure(self, request: Any) -> Any: ...
    def Check(self, request: Any) -> Any: ...
    def Diff(self, request: Any) -> Any: ...
    def Create(self, request: Any) -> Any: ...
    def Read(self, request: Any) -> Any: ...
    def Update(self, request: Any) -> Any: ...
    def Delete(self, request: Any) -> Any: ...
    def Invoke(self, request: Any) -> Any: ...
    def Cancel(self, request: Any) -> Any: ...


ProviderFactory = Callable[[], Provider]
"""Makes a fresh, not yet configured provider: the engine configures one per provider resource."""


class ProviderError(Exception):
    """A verb failed; the message says what and why, for the person who reads it."""


class InitializationFailed(ProviderError):
    """A create or update took place, but the resource did not become ready.

    Attributes:
        id: the physical id.
        properties: the outputs known so far.
        inputs: the inputs that were applied.
        reasons: why it is not ready, one sentence each.
    """

    def __init__(self, id: str, properties: Props, inputs: Props, reasons: Sequence[str]) -> None:  # noqa: A002
        super().__init__("; ".join(reasons))
        self.id = id
        self.properties = properties
        self.inputs = inputs
        self.reasons = tuple(reasons)
