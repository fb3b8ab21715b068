"""The Kubernetes provider of the sandbox: Pulumi's provider verbs over a cluster's API server.

Every verb translates the wire message, finds the type's behaviour and calls it; errors come back as sentences.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.provider import Log, ProviderError
from protocol.values import Props, decode, encode
from sandbox.patience import Patience, Verb, within
from sandbox.providers.kubernetes import configuration
from sandbox.providers.kubernetes.control_plane import Connect
from sandbox.providers.kubernetes.helm import release
from sandbox.providers.kubernetes.inputs import identity
from sandbox.providers.kubernetes.kinds import BUILT_IN
from sandbox.providers.kubernetes.objects import KubernetesObject
from sandbox.providers.kubernetes.resource import Resource, Session
from sandbox.redaction import check_failures, redacted

_UNSUPPORTED_GROUPS = ("helm.sh/", "kustomize/", "yaml", "meta/")


class KubernetesProvider:
    """Implements `protocol.provider.Provider` for the package `kubernetes`.

    Args:
        connect: reaches the cluster that a kubeconfig points at.
        patience: how long to wait for what will pass.

    Attributes:
        log: told of every wait.
    """

    def __init__(self, connect: Connect, patience: Patience | None = None) -> None:
        self.log: Log = lambda *_, **__: None
        self._connect = connect
        self._patience = patience or Patience()
        self._cancelled = threading.Event()
        self._session = Session()

    def CheckConfig(self, request: Any) -> Any:
        news = decode(request.news)
        return pb.CheckResponse(inputs=request.news, failures=check_failures(configuration.check(news), news))

    def DiffConfig(self, request: Any) -> Any:
        return configuration.diff(decode(request.old_inputs), decode(request.news)).response()

    def Configure(self, request: Any) -> Any:
        args = decode(request.args)
        with self._errors(request.urn, args):
            self._session = configuration.session(args, self._connect)
        return pb.ConfigureResponse(acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True)

    def Check(self, request: Any) -> Any:
        news, olds = decode(request.news), decode(request.olds)
        with self._errors(request.urn, news):
            logical = request.urn.split("::", 3)[3]
            inputs, problems = self._resource(request.urn).check(news, olds, logical, request.randomSeed)
        return pb.CheckResponse(inputs=encode(inputs), failures=check_failures(problems, news))

    def Diff(self, request: Any) -> Any:
        old_inputs, news = decode(request.old_inputs), decode(request.news)
        with self._errors(request.urn, news):
            return self._resource(request.urn).diff(old_inputs, news).response()

    def Create(self, request: Any) -> Any:
        inputs = decode(request.properties)
        with self._errors(request.urn, inputs):
            resource = self._resource(request.urn)
            if request.preview:
                return pb.CreateResponse(properties=encode(resource.preview(inputs, {})))
            # The engine's name for this operation, the same when it asks again because the answer got lost.
            created = resource.create(inputs, request.resource_status_token)
        return pb.CreateResponse(id=created.id, properties=encode(created.outputs))

    def Read(self, request: Any) -> Any:
        old_inputs, olds = decode(request.inputs), decode(request.properties)
        with self._errors(request.urn, olds):
            live = self._resource(request.urn).read(request.id, old_inputs, olds)
        if live is None:
            return pb.ReadResponse()
        return pb.ReadResponse(id=request.id, inputs=encode(live.inputs), properties=encode(live.outputs))

    def Update(self, request: Any) -> Any:
        old_inputs, olds, news = decode(request.old_inputs), decode(request.olds), decode(request.news)
        with self._errors(request.urn, news):
            resource = self._resource(request.urn)
            if request.preview:
                return pb.UpdateResponse(properties=encode(resource.preview(news, olds)))
            return pb.UpdateResponse(properties=encode(resource.update(request.id, old_inputs, olds, news)))

    def Delete(self, request: Any) -> Any:
        olds = decode(request.properties)
        with self._errors(request.urn, olds):
            self._resource(request.urn).delete(request.id, olds)
        return Empty()

    def Invoke(self, request: Any) -> Any:
        raise ProviderError(f"{request.tok}: the sandbox's Kubernetes provider has no functions")

    def Cancel(self, request: Any) -> Any:  # noqa: ARG002
        """Wait for nothing any more."""
        self._cancelled.set()
        return Empty()

    def _resource(self, urn: str) -> Resource:
        token = urn.split("::")[2].rpartition("$")[2]
        if token == release.TOKEN:
            return release.Release(self._session)
        _refuse_unsupported(urn, token)
        return KubernetesObject(self._session, token)

    @contextmanager
    def _errors(self, urn: str, props: Props) -> Iterator[None]:
        """Do what is done for a resource, and keep secrets out of what goes wrong."""
        verb = Verb(urn, "", self.log, self._patience, self._cancelled)
        try:
            with within(verb):
                yield
        except ProviderError as error:
            message = redacted(str(error), props)
            if message != str(error):
                raise ProviderError(message) from None
            raise
        except sqlite3.Error as error:
            told = redacted(f"the sandbox's Kubernetes store cannot be used: {error}", props)
            raise ProviderError(f"{told}; {verb.story}" if verb.story else told) from error


def _refuse_unsupported(urn: str, token: str) -> None:
    module, _, kind = token.partition(":")[2].rpartition(":")
    if module.startswith(_UNSUPPORTED_GROUPS):
        instead = "use helm.v3.Release" if module.startswith("helm.sh/") else "declare its objects as resources"
        raise ProviderError(f"{urn}: the sandbox does not support {token}; {instead}")
    if identity(token) in BUILT_IN:
        return
    for suffix, instead in (("Patch", "manage the whole object instead"), ("List", "declare each object instead")):
        if identity(token.removesuffix(suffix)) in BUILT_IN:
            raise ProviderError(f"{urn}: the sandbox does not support {kind}; {instead}")
