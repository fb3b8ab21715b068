"""Asks the store of the sandbox's clusters for what is left in them, even of a cluster that is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Protocol

from audit.finding import Finding, Owner

OWNER_LABEL = "strata/stack"
"""What the program's namespaces bear: `<project>-<stack>`."""
_HELM = "meta.helm.sh/release-"


class Place(Protocol):
    """Where an object stands."""

    cluster: str
    kind: str
    namespace: str
    name: str


class Store(Protocol):
    """Keeps the objects of clusters."""

    def clusters(self) -> list[str]:
        """The URLs of those that hold anything."""

    def list(self, cluster: str) -> list[tuple[Any, dict[str, Any]]]:
        """What one holds: places, and objects."""


def ask_clusters(store: Store, owner: Owner, *, ours: Collection[str], others: Collection[str]) -> list[Finding]:
    """Every object in a cluster of the owner.

    Args:
        store: keeps the objects.
        owner: whose they are.
        ours: the API servers that are known to be the owner's, from the state or the account.
        others: those that are known to be somebody else's.
    """
    found: list[Finding] = []
    for cluster in store.clusters():
        objects = store.list(cluster)
        owners = {body["metadata"].get("labels", {}).get(OWNER_LABEL) for _, body in objects} - {None}
        if cluster in ours or (cluster not in others and (not owners or owner.environment in owners)):
            found += _findings(cluster, objects)
    return found


def _findings(cluster: str, objects: list[tuple[Any, dict[str, Any]]]) -> Iterator[Finding]:
    for place, body in objects:
        annotations = body["metadata"].get("annotations") or {}
        labels = body["metadata"].get("labels") or {}
        named = f"{place.namespace}/{place.name}" if place.namespace else place.name
        kind, belongs_to = place.kind, [f"{place.kind}/{named}"]
        if name := annotations.get(f"{_HELM}name"):
            belongs_to.append(f"Release/{annotations[f'{_HELM}namespace']}/{name}")
        if labels.get("owner") == "helm":
            kind = "Release"
            belongs_to.append(f"Release/{place.namespace}/{labels['name']}")
        yield Finding(
            service="kubernetes", kind=kind, id=f"{cluster}/{named}", tags=labels, belongs_to=tuple(belongs_to)
        )
