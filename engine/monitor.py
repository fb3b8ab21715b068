"""The resource monitor: what the program's SDK talks to, by direct call instead of over gRPC.

Source of the service: `pulumi.runtime.proto.resource_pb2_grpc.ResourceMonitorServicer`.
"""

from __future__ import annotations

from typing import Any, Final

from google.protobuf import empty_pb2
from pulumi.runtime.proto import resource_pb2

from engine import goal as goals
from engine import urn as urns
from engine.errors import EngineError, UnsupportedError
from engine.gate import Stopped
from engine.invoke import Invoker
from engine.outcome import Outcome
from engine.reading import Reader
from engine.registrar import Registrar
from engine.validation import properties

FEATURES: Final = (
    resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
    resource_pb2.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    resource_pb2.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
)
"""What we do of what a monitor may do. The SDK refuses the rest by itself, in the user's program."""


class Monitor:
    """Receives what the program declares."""

    def __init__(self, registrar: Registrar, info: resource_pb2.DeploymentInfo, root: str) -> None:
        """Serve one run of a program.

        Args:
            registrar: brings the registrations about.
            info: what the program may ask about the operation.
            root: the project's folder.
        """
        self._registrar = registrar
        self._info = info
        self._root = root
        self._reader = Reader(registrar)
        self._invoker = Invoker(registrar)

    def GetDeploymentInfo(self, request: Any) -> resource_pb2.DeploymentInfo:
        """What the program may ask about the operation, and what the monitor can do."""
        del request
        return self._info

    def SupportsFeature(self, request: Any) -> resource_pb2.SupportsFeatureResponse:
        """Whether the monitor can do something; only older SDKs ask this way."""
        known = {resource_pb2.ResourceMonitorFeature.Name(feature) for feature in FEATURES}
        name = "".join(f"_{letter}" if letter.isupper() else letter for letter in request.id).upper()
        return resource_pb2.SupportsFeatureResponse(hasSupport=f"RESOURCE_MONITOR_FEATURE_{name}" in known)

    def RegisterResource(self, request: Any) -> resource_pb2.RegisterResourceResponse:
        """Bring a resource about, and return it when it is there."""
        try:
            goal = goals.from_registration(request, self._root)
            outcome = self._registrar.register(goal)
        except Stopped as error:
            return self._failed(request, error)
        except EngineError as error:
            return self._failed(request, self._registrar.executor.fail(error))
        return self._registered(outcome)

    def RegisterResourceOutputs(self, request: Any) -> empty_pb2.Empty:
        """Record what a component, or the stack, gives out."""
        try:
            outputs = properties(request.outputs, f"the outputs of {request.urn}")
        except EngineError as error:
            raise self._registrar.executor.fail(error) from error
        self._registrar.set_outputs(request.urn, outputs)
        return empty_pb2.Empty()

    def ReadResource(self, request: Any) -> resource_pb2.ReadResourceResponse:
        """Look up a resource that the program does not manage."""
        return self._reader.read(request, self._root)

    def Invoke(self, request: Any) -> resource_pb2.ResourceInvokeResponse:
        """Call a provider's function."""
        return self._invoker.invoke(request)

    def SignalAndWaitForShutdown(self, request: Any) -> empty_pb2.Empty:
        """The program is done; nothing of ours needs it any more."""
        del request
        return empty_pb2.Empty()

    def Call(self, request: Any) -> Any:
        """Methods of resources."""
        raise self._unsupported(f"calling the method {request.tok}")

    def ExistsResource(self, request: Any) -> Any:
        """Whether a resource exists."""
        raise self._unsupported(f"asking whether a {request.type} exists")

    def RegisterPackage(self, request: Any) -> Any:
        """Parameterized packages."""
        raise self._unsupported(f"the parameterized package {request.name}")

    def RegisterStackTransform(self, request: Any) -> Any:
        """Transforms of every resource."""
        del request
        raise self._unsupported("stack transforms")

    def RegisterStackInvokeTransform(self, request: Any) -> Any:
        """Transforms of every function call."""
        del request
        raise self._unsupported("invoke transforms")

    def RegisterResourceHook(self, request: Any) -> Any:
        """Hooks around steps."""
        raise self._unsupported(f"the resource hook {request.name}")

    def RegisterErrorHook(self, request: Any) -> Any:
        """Hooks for failed steps."""
        raise self._unsupported(f"the error hook {request.name}")

    def _unsupported(self, what: str) -> Stopped:
        return self._registrar.executor.fail(
            UnsupportedError(f"{what} is not supported by the embedded engine; use the official Pulumi CLI")
        )

    def _registered(self, outcome: Outcome) -> resource_pb2.RegisterResourceResponse:
        state = outcome.state
        skipped = state.urn in self._registrar.registrations.skipped
        return resource_pb2.RegisterResourceResponse(urn=state.urn, id=state.id, object=outcome.wire, unknown=skipped)

    def _failed(self, request: Any, error: Stopped) -> resource_pb2.RegisterResourceResponse:
        """A preview goes on without the resource, to find every mistake at once; anything else ends the program."""
        if not self._registrar.executor.preview or self._registrar.executor.gate.closed:
            raise error
        stack, project = self._info.stack, self._info.project
        try:
            urn = urns.make(stack, project, request.type, request.name, parent=request.parent)
        except EngineError:
            raise error from None
        return resource_pb2.RegisterResourceResponse(urn=urn, result=resource_pb2.Result.FAIL)
