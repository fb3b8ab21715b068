"""The engine that started a plugin: where what the plugin tells goes.

The engine gives its address to a plugin as the last argument. Source of the service that answers there:
`pulumi.runtime.proto.engine_pb2_grpc.EngineStub`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from protocol.provider import Log
from sandbox.loopback import is_loopback

_TIMEOUT_S: Final = 5.0
"""What nobody takes by then is not told."""


def address_of(arguments: Sequence[str]) -> str:
    """The engine's address among the arguments that it starts a plugin with; empty if there is none of this machine."""
    last = arguments[-1] if arguments else ""
    return last if is_loopback(f"//{last}") else ""


def log_to(address: str) -> Log:
    """What forwards messages to the engine that listens at an address. One that is gone is told nothing."""
    engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address))

    def log(severity: str, message: str, urn: str = "", *, ephemeral: bool = False) -> None:
        number = engine_pb2.LogSeverity.Value(severity.upper())
        request = engine_pb2.LogRequest(severity=number, message=message, urn=urn, ephemeral=ephemeral)
        with suppress(grpc.RpcError):
            engine.Log(request, timeout=_TIMEOUT_S)

    return log
