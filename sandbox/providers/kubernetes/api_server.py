"""An emulated API server: kinds, namespaces, validation, defaults and status over the store. No workload runs."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from sandbox.providers.kubernetes import defaults, merge, status
from sandbox.providers.kubernetes.control_plane import (
    AlreadyExists,
    ApiError,
    Connect,
    Invalid,
    Kind,
    NoMatch,
    NotFound,
    Object,
)
from sandbox.providers.kubernetes.helm.charts import bringing
from sandbox.providers.kubernetes.kinds import BUILT_IN, is_built_in
from sandbox.providers.kubernetes.store import Key, Store
from sandbox.providers.kubernetes.validation import validate

BUILT_IN_NAMESPACES: Final = ("default", "kube-node-lease", "kube-public", "kube-system")

_DEFINITIONS: Final = BUILT_IN["apiextensions.k8s.io/v1", "CustomResourceDefinition"]
_NAMESPACES: Final = BUILT_IN["v1", "Namespace"]
_WITHOUT_GENERATION: Final = frozenset({"ConfigMap", "Namespace", "Secret", "Service", "ServiceAccount"})


def connect_to(store: Store) -> Connect:
    """Reaches the clusters of a store; a cluster comes into being with the first look at it."""
    return lambda kubeconfig: ApiServer(store, kubeconfig.server)


class ApiServer:
    """One cluster of a store; implements `control_plane.ControlPlane`."""

    def __init__(self, store: Store, cluster: str) -> None:
        self._store = store
        self._cluster = cluster

    def find_kind(self, api_version: str, kind: str) -> Kind | None:
        built_in = BUILT_IN.get((api_version, kind))
        if built_in is not None:
            return built_in
        return next((served for served in self._custom_kinds(api_version, kind)), None)

    def get(self, kind: Kind, namespace: str | None, name: str) -> Object | None:
        found = self._store.get(self._key(kind, namespace, name))
        if found is None and kind == _NAMESPACES and name in BUILT_IN_NAMESPACES:
            return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}, "status": {"phase": "Active"}}
        if found is not None and found["apiVersion"] != kind.api_version:
            found["apiVersion"] = kind.api_version
        return found

    def create(self, body: Object, attempt: str = "") -> Object:
        body = copy.deepcopy(body)
        kind = self._kind_of(body)
        # An attempt has but one object: its id tells later which attempt made it.
        uid = str(uuid.uuid5(uuid.NAMESPACE_OID, attempt) if attempt else uuid.uuid4())
        with self._store.transaction():
            key = self._place(kind, body)
            live = self.get(kind, key.namespace, key.name)
            if live is not None and live["metadata"].get("uid") == uid:
                return live
            if live is not None:
                raise AlreadyExists(f'{kind.resource} "{key.name}" already exists')
            self._refuse_invalid(kind, body)
            now = _now()
            body["metadata"] |= {"creationTimestamp": now, "uid": uid}
            if kind.name not in _WITHOUT_GENERATION:
                body["metadata"]["generation"] = 1
            return self._write(kind, key, body, now)

    def apply(self, body: Object, previous: Object) -> Object:
        body = copy.deepcopy(body)
        kind = self._kind_of(body)
        with self._store.transaction():
            key = self._place(kind, body)
            live = self._store.get(key)
            if live is None:
                raise NotFound(f'{kind.resource} "{key.name}" not found')
            wanted = merge.apply(live, previous, body)
            self._refuse_invalid(kind, wanted)
            wanted["apiVersion"] = kind.api_version
            wanted = copy.deepcopy(wanted)
            if is_built_in(kind):
                defaults.apply(wanted)
            if wanted.get("spec") != live.get("spec") and "generation" in wanted["metadata"]:
                wanted["metadata"]["generation"] += 1
            return live if wanted == live else self._write(kind, key, wanted, _now())

    def delete(self, kind: Kind, namespace: str | None, name: str) -> None:
        with self._store.transaction():
            if kind == _NAMESPACES and name in BUILT_IN_NAMESPACES:
                raise ApiError(f'namespaces "{name}" is forbidden: this namespace may not be deleted')
            key = self._key(kind, namespace, name)
            live = self._store.get(key)
            if live is None:
                raise NotFound(f'{kind.resource} "{name}" not found')
            if kind == _NAMESPACES:
                self._delete_all(namespace=name)
            if kind == _DEFINITIONS:
                self._delete_all(group=live["spec"]["group"], kind=live["spec"]["names"]["kind"])
            self._store.delete(key)

    def list(self, kind: Kind | None = None) -> list[Object]:
        narrowed = {} if kind is None else {"group": kind.group, "kind": kind.name}
        return [body for _, body in self._store.list(self._cluster, **narrowed)]

    def _custom_kinds(self, api_version: str, name: str) -> Iterator[Kind]:
        """What the cluster's definitions serve under this name."""
        group, _, version = api_version.rpartition("/")
        for definition in self.list(_DEFINITIONS):
            spec = definition["spec"]
            if spec["group"] != group or spec["names"]["kind"] != name:
                continue
            for served in spec["versions"]:
                if served["name"] == version and served.get("served"):
                    schema = (served.get("schema") or {}).get("openAPIV3Schema")
                    namespaced = spec["scope"] == "Namespaced"
                    yield Kind(api_version, name, spec["names"]["plural"], namespaced, schema)

    def _kind_of(self, body: Object) -> Kind:
        api_version, name = str(body.get("apiVersion")), str(body.get("kind"))
        kind = self.find_kind(api_version, name)
        if kind is None:
            raise NoMatch(api_version, name, bringing(api_version, name))
        return kind

    def _place(self, kind: Kind, body: Object) -> Key:
        """Where an object goes. Its namespace is filled in, and must exist."""
        metadata = body.setdefault("metadata", {})
        if kind.namespaced:
            metadata.setdefault("namespace", "default")
            if self.get(_NAMESPACES, None, metadata["namespace"]) is None:
                raise NotFound(f'namespaces "{metadata["namespace"]}" not found')
        if not metadata.get("name"):
            raise Invalid(kind, "", [])
        return self._key(kind, metadata.get("namespace"), metadata["name"])

    def _key(self, kind: Kind, namespace: str | None, name: str) -> Key:
        return Key(self._cluster, kind.group, kind.name, (namespace or "default") if kind.namespaced else "", name)

    def _refuse_invalid(self, kind: Kind, body: Object) -> None:
        problems = validate(kind, body)
        if problems:
            raise Invalid(kind, body["metadata"]["name"], problems)

    def _write(self, kind: Kind, key: Key, body: dict[str, Any], now: str) -> Object:
        if is_built_in(kind):
            defaults.apply(body)
            status.report(body, now)
        body["metadata"]["resourceVersion"] = str(self._store.next_revision())
        self._store.put(key, body)
        return copy.deepcopy(body)

    def _delete_all(self, *, namespace: str | None = None, group: str | None = None, kind: str | None = None) -> None:
        for key, _ in self._store.list(self._cluster, namespace=namespace, group=group, kind=kind):
            self._store.delete(key)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
