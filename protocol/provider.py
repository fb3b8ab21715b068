"""What the engine asks of a provider: the verbs of Pulumi's ResourceProvider protocol, by direct call.

Messages are those of `pulumi.runtime.proto.provider_pb2`, so that the same object can be served over gRPC.

ProviderError                 the provider refuses or fails; nothing was created or changed
└── InitializationFailed      the resource exists, but is not ready; carries what is known of it
Unanswered                    nobody knows whether it was created, changed or deleted
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

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


class Log(Protocol):
    """Takes a message for the person who waits for the operation. It holds no secret."""

    def __call__(self, severity: str, message: str, urn: str = "", *, ephemeral: bool = False) -> None:
        """Tell it.

        Args:
            severity: debug, info, warning or error; an error fails the operation.
            message: a sentence.
            urn: the resource that it is about.
            ephemeral: whether it counts only as long as nothing else is told of that resource.
        """
        ...


@runtime_checkable
class Telling(Protocol):
    """A provider that tells what it does meanwhile, such as waiting. Whoever drives it says to whom.

    Attributes:
        log: where its messages go; to nobody until it is set.
    """

    log: Log


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


class Unanswered(Exception):
    """A request for a change went out, and no answer came that could be believed: it may have been carried out.

    Whoever asked must not take the change for undone. Asking again under the same name tells what came of it.
    """
