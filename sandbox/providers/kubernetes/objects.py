"""Kubernetes objects: one resource each, applied to the API server as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from protocol.provider import ProviderError
from protocol.values import Props, Secret, contains_unknown, reveal
from sandbox.problem import Problem
from sandbox.providers.kubernetes import diff, merge
from sandbox.providers.kubernetes import inputs as asked
from sandbox.providers.kubernetes.control_plane import Kind, NotFound, Object
from sandbox.providers.kubernetes.kinds import BUILT_IN
from sandbox.providers.kubernetes.resource import Created, Live, Session
from sandbox.providers.kubernetes.validation import validate
from sandbox.redaction import hidden, marked
from sandbox.schema import check_inputs

_SERVER_METADATA: Final[Sequence[str]] = ("creationTimestamp", "generation", "managedFields", "resourceVersion", "uid")
_INTERNAL: Final[Sequence[str]] = ("__fieldManager", "__initialApiVersion", "__inputs")
"""Outputs of the provider's own, which the real one records, too."""


class KubernetesObject:
    """A resource of one kind; implements `resource.Resource`."""

    def __init__(self, session: Session, token: str) -> None:
        self._session = session
        self._token = token

    def check(self, news: Props, olds: Props, logical: str, seed: bytes) -> tuple[Props, list[Problem]]:
        problems = check_inputs(self._token, news)
        if problems:
            return news, problems
        inputs = asked.completed(news, olds, token=self._token, logical=logical, seed=seed)
        kind = self._kind(inputs)
        asked.in_namespace(inputs, kind, self._session.namespace)
        return inputs, validate(kind, hidden(inputs)) if kind is not None else []

    def diff(self, old_inputs: Props, news: Props) -> diff.Difference:
        return diff.compare(old_inputs, news, namespace=self._session.namespace, mutable=self._session.mutable)

    def preview(self, news: Props, olds: Props) -> Props:
        kept = {name: olds[name] for name in ("status", *_INTERNAL) if name in olds}
        return {**kept, **news}

    def create(self, inputs: Props, attempt: str) -> Created:
        body = self._body(inputs)
        live = self._session.plane.create(body, attempt)
        metadata = live["metadata"]
        place = metadata.get("namespace")
        manager = hashlib.sha256(metadata["uid"].encode()).hexdigest()[:8]
        outputs = self._outputs(
            live, inputs, {"__fieldManager": f"pulumi-kubernetes-{manager}", "__initialApiVersion": live["apiVersion"]}
        )
        return Created(f"{place}/{metadata['name']}" if place else metadata["name"], outputs)

    def read(self, id: str, old_inputs: Props, olds: Props) -> Live | None:  # noqa: A002
        api_version, name = asked.identity(self._token)
        kind = self._session.plane.find_kind(str(reveal(olds.get("apiVersion")) or api_version), name)
        live = None if kind is None else self._session.plane.get(kind, *_place(id))
        if live is None:
            return None
        plain = reveal(old_inputs)
        inputs = marked(merge.project(live, plain) if plain else _imported(live), old_inputs)
        if _is_secret(live) and "data" in inputs and not isinstance(inputs["data"], Secret):
            inputs["data"] = Secret(inputs["data"])
        return Live(inputs, self._outputs(live, inputs, olds))

    def update(self, id: str, old_inputs: Props, olds: Props, news: Props) -> Props:  # noqa: A002, ARG002
        try:
            live = self._session.plane.apply(self._body(news), reveal(old_inputs))
        except NotFound as missing:
            raise NotFound(f"{missing}; it was deleted from outside: `strata refresh` takes note of it") from None
        return self._outputs(live, news, olds)

    def delete(self, id: str, olds: Props) -> None:  # noqa: A002
        api_version, name = asked.identity(self._token)
        kind = self._session.plane.find_kind(str(reveal(olds.get("apiVersion")) or api_version), name)
        if kind is None:
            return  # Its definition is gone, and every object with it.
        try:
            self._session.plane.delete(kind, *_place(id))
        except NotFound:
            return

    def _kind(self, inputs: Props) -> Kind | None:
        """The kind, as far as it is known: at preview a chart may still have to bring it."""
        api_version, name = str(reveal(inputs["apiVersion"])), str(reveal(inputs["kind"]))
        if self._session.cluster is not None:
            return self._session.cluster.find_kind(api_version, name)
        return BUILT_IN.get((api_version, name))

    def _body(self, inputs: Props) -> Object:
        if contains_unknown(inputs):
            raise ProviderError("an object cannot be applied while one of its values is not known")
        body: Object = _without_nothing(reveal(inputs))
        metadata = body.setdefault("metadata", {})
        kind = self._session.plane.find_kind(str(body["apiVersion"]), str(body["kind"]))
        if kind is not None and kind.namespaced:
            metadata.setdefault("namespace", self._session.namespace)
        return body

    def _outputs(self, live: Object, inputs: Props, internal: Props) -> Props:
        outputs: Props = marked(live, inputs)
        if _is_secret(live) and "data" in outputs and not isinstance(outputs["data"], Secret):
            outputs["data"] = Secret(outputs["data"])
        kept = {name: internal[name] for name in _INTERNAL if name in internal}
        return {**outputs, **kept, "__inputs": inputs}


def _place(id: str) -> tuple[str | None, str]:  # noqa: A002
    """Namespace and name of an id: `ml/server`, or `ml` for what belongs to the whole cluster."""
    namespace, _, name = id.rpartition("/")
    return namespace or None, name


def _is_secret(live: Object) -> bool:
    return bool(live["apiVersion"] == "v1" and live["kind"] == "Secret")


def _imported(live: Object) -> Props:
    """The inputs of an object that no program described yet: all that the server did not add itself."""
    inputs = {name: value for name, value in live.items() if name != "status"}
    inputs["metadata"] = {name: value for name, value in live["metadata"].items() if name not in _SERVER_METADATA}
    return inputs


def _without_nothing(value: Any) -> Any:
    """The value without fields that are null: to an API server they are not there."""
    if isinstance(value, dict):
        return {name: _without_nothing(element) for name, element in value.items() if element is not None}
    return [_without_nothing(element) for element in value] if isinstance(value, list) else value
