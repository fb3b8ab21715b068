"""Resources that the program looks up but does not manage (`Bucket.get(...)`): read, and recorded as external."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import resource_pb2

from engine.errors import EngineError, ResourceError
from engine.gate import Stopped
from engine.goal import Goal, source_position
from engine.registrar import Registrar
from engine.step import Op, Step
from engine.validation import properties, refuse_dangling, refuse_malformed
from protocol.values import UNKNOWN_WIRE


class Reader:
    """Serves the monitor's ReadResource."""

    def __init__(self, registrar: Registrar) -> None:
        self._registrar = registrar

    def read(self, request: Any, root: str) -> resource_pb2.ReadResourceResponse:
        """Read a resource.

        Raises:
            Stopped: it failed, which has been reported, or nothing new may start.
        """
        try:
            return self._read(request, root)
        except Stopped:
            raise
        except EngineError as error:
            raise self._registrar.executor.fail(error) from error

    def _read(self, request: Any, root: str) -> resource_pb2.ReadResourceResponse:
        refuse_malformed(request.type, request.name, custom=True)
        goal = Goal(
            type=request.type,
            name=request.name,
            custom=True,
            parent=request.parent,
            inputs=properties(request.properties, f"{request.type} {request.name!r}"),
            wire=request.properties,
            dependencies=sorted(request.dependencies),
            provider=request.provider,
            version=request.version,
            plugin_download_url=request.pluginDownloadURL,
            additional_secret_outputs=sorted(request.additionalSecretOutputs),
            source_position=source_position(request, root),
        )
        self._registrar.settle_provider(goal)
        claim = self._registrar.registrations.claim(goal)
        if claim.old is not None and not claim.old.external:
            raise ResourceError(
                claim.urn,
                "this stack manages it; to read it instead would delete it. Give the read another name, and remove "
                "the managed resource from the program in an update of its own, with `retain_on_delete`",
            )
        if request.id in ("", UNKNOWN_WIRE):
            if not self._registrar.executor.preview:
                raise ResourceError(claim.urn, "the id to read it by is empty")
            return resource_pb2.ReadResourceResponse(urn=claim.urn, unknown=True)
        new = goal.state(claim.urn, claim.old)
        refuse_dangling(new, self._registrar.is_there)
        new.external = True
        new.id = request.id
        outcome = self._registrar.executor.run(Step(op=Op.READ, old=claim.old, new=new))
        assert outcome is not None  # noqa: S101 - a read ends with a resource or fails
        self._registrar.states[claim.urn] = outcome.state
        return resource_pb2.ReadResourceResponse(urn=claim.urn, id=outcome.state.id, properties=outcome.wire)
