"""The custom kinds of a release: brought with it, and gone with it once no object of them is left."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from sandbox.providers.kubernetes.control_plane import AlreadyExists, ApiError, ControlPlane, Kind, NotFound, Object
from sandbox.providers.kubernetes.helm.chart import Definition
from sandbox.providers.kubernetes.kinds import BUILT_IN

OWNER: Final = "meta.helm.sh/release-name"
OWNER_NAMESPACE: Final = "meta.helm.sh/release-namespace"
"""The annotations by which Helm knows whose an object is."""

CUSTOM_RESOURCE_DEFINITION: Final = BUILT_IN["apiextensions.k8s.io/v1", "CustomResourceDefinition"]


def bring(cluster: ControlPlane, definitions: Sequence[Definition], namespace: str, name: str) -> None:
    """Define a release's kinds, and take back those it brought before and brings no longer.

    Raises:
        ApiError: objects of a kind that would go are left.
    """
    wanted = {definition.name for definition in definitions}
    stale = [body for body in brought(cluster, namespace, name) if body["metadata"]["name"] not in wanted]
    _refuse_leftovers(cluster, stale, f"{namespace}/{name}")
    for definition in definitions:
        # Helm leaves a definition alone that is there already.
        if cluster.get(CUSTOM_RESOURCE_DEFINITION, None, definition.name) is None:
            with suppress(AlreadyExists):
                cluster.create(_body(definition, namespace, name))
    _delete(cluster, stale)


def take_back(cluster: ControlPlane, namespace: str, name: str) -> None:
    """Remove the kinds that a release brought.

    Raises:
        ApiError: objects of them are left.
    """
    definitions = brought(cluster, namespace, name)
    _refuse_leftovers(cluster, definitions, f"{namespace}/{name}")
    _delete(cluster, definitions)


def brought(cluster: ControlPlane, namespace: str, name: str) -> list[Object]:
    """The definitions that a release brought."""
    return [
        body
        for body in cluster.list(CUSTOM_RESOURCE_DEFINITION)
        if (annotations := body["metadata"].get("annotations") or {}).get(OWNER) == name
        and annotations.get(OWNER_NAMESPACE) == namespace
    ]


def _delete(cluster: ControlPlane, definitions: Sequence[Object]) -> None:
    for body in definitions:
        with suppress(NotFound):
            cluster.delete(CUSTOM_RESOURCE_DEFINITION, None, body["metadata"]["name"])


def _refuse_leftovers(cluster: ControlPlane, definitions: Sequence[Object], release: str) -> None:
    left = [found for body in definitions for found in _objects_of(cluster, body)]
    if left:
        shown = ", ".join(left[:10]) + (f" and {len(left) - 10} more" if len(left) > 10 else "")
        raise ApiError(
            f"release {release}: objects of its kinds are left, and what looks after them would go with it: {shown}; "
            "delete them first, or let their resources depend on this Release (depends_on)"
        )


def _objects_of(cluster: ControlPlane, definition: Object) -> list[str]:
    """The objects of a definition's kind, as `ClusterQueue gpus` or `LocalQueue ml/train`."""
    spec = definition["spec"]
    version = f"{spec['group']}/{spec['versions'][0]['name']}"
    kind = Kind(version, spec["names"]["kind"], spec["names"]["plural"], spec["scope"] == "Namespaced")
    places = (body["metadata"] for body in cluster.list(kind))
    return [f"{kind.name} {'/'.join(filter(None, (place.get('namespace'), place['name'])))}" for place in places]


def _body(definition: Definition, namespace: str, name: str) -> Object:
    """A definition whose schema lets everything through: what a chart's kind looks like is not known here."""
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    stored = definition.versions[-1]
    return {
        "apiVersion": CUSTOM_RESOURCE_DEFINITION.api_version,
        "kind": CUSTOM_RESOURCE_DEFINITION.name,
        "metadata": {"name": definition.name, "annotations": {OWNER: name, OWNER_NAMESPACE: namespace}},
        "spec": {
            "group": definition.group,
            "names": {"kind": definition.kind, "plural": definition.plural},
            "scope": "Namespaced" if definition.namespaced else "Cluster",
            "versions": [
                {"name": version, "served": True, "storage": version == stored, "schema": schema}
                for version in definition.versions
            ],
        },
    }
