"""Functions of providers, such as `aws.get_caller_identity()`."""

from __future__ import annotations

from typing import Any, Final

from pulumi.runtime.proto import provider_pb2, resource_pb2

from engine.errors import EngineError, without_subject
from engine.gate import Stopped
from engine.outcome import unforeseen
from engine.providers import package_of
from engine.registrar import Registrar
from engine.validation import properties
from protocol.provider import ProviderError
from protocol.values import decode, encode

GET_RESOURCE: Final = "pulumi:pulumi:getResource"


class Invoker:
    """Serves the monitor's Invoke."""

    def __init__(self, registrar: Registrar) -> None:
        self._registrar = registrar

    def invoke(self, request: Any) -> resource_pb2.ResourceInvokeResponse:
        """Call a function.

        Raises:
            Stopped: it failed, which has been reported, or nothing new may start.
        """
        executor = self._registrar.executor
        executor.gate.check()
        try:
            if request.tok == GET_RESOURCE:
                return self._get_resource(request)
            ref = request.provider or self._registrar.default_provider(
                package_of(request.tok), request.version, request.pluginDownloadURL
            )
            client = executor.provider(ref, wanted_by=request.tok)
            response = client.invoke(request.tok, request.args, preview=executor.preview)
            found = getattr(response, "return")
            executor.progress.hide(decode(found))
        except Stopped:
            raise
        except (ProviderError, EngineError) as error:
            cause = without_subject(str(error), request.tok)
            raise executor.fail(EngineError(f"{request.tok}: {cause}")) from error
        except Exception as error:
            raise executor.fail(EngineError(f"{request.tok}: {unforeseen(error)}")) from error
        if response.failures:
            reasons = "; ".join(f"{failure.property}: {failure.reason}" for failure in response.failures)
            raise executor.fail(EngineError(f"{request.tok}: {reasons}"))
        return resource_pb2.ResourceInvokeResponse(**{"return": found})

    def _get_resource(self, request: Any) -> resource_pb2.ResourceInvokeResponse:
        """What the stack knows of one of its own resources."""
        urn = properties(request.args, request.tok).get("urn")
        state = self._registrar.states.get(str(urn))
        if state is None:
            failure = provider_pb2.CheckFailure(property="urn", reason=f"this run has not registered {urn}")
            return resource_pb2.ResourceInvokeResponse(failures=[failure])
        found = encode({"urn": state.urn, "id": state.id, "state": state.outputs})
        return resource_pb2.ResourceInvokeResponse(**{"return": found})
