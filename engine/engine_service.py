"""The engine service that the program's SDK logs to, by direct call instead of over gRPC.

Source of the service: `pulumi.runtime.proto.engine_pb2_grpc.EngineServicer`.
"""

from __future__ import annotations

from typing import Any, Final

from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2

from engine.progress import Progress

_SEVERITIES: Final = {
    engine_pb2.DEBUG: "debug",
    engine_pb2.INFO: "info",
    engine_pb2.WARNING: "warning",
    engine_pb2.ERROR: "error",
}


class EngineService:
    """Receives what the program logs."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def Log(self, request: Any) -> empty_pb2.Empty:
        """Tell a message of the program. An error fails the operation, as in the official engine."""
        severity = _SEVERITIES.get(request.severity, "info")
        message = request.message or "(a message without text)"
        self._progress.log(severity, message, request.urn, ephemeral=request.ephemeral)
        return empty_pb2.Empty()

    def RequirePulumiVersion(self, request: Any) -> Any:
        """The program asks for a range of CLI versions; we stand for the official engine whose checkpoints we write."""
        self._progress.warn(
            f"the program requires Pulumi {request.pulumi_version_range}; the embedded engine does not check that"
        )
        return engine_pb2.RequirePulumiVersionResponse()
