"""Releases whose install, upgrade or rollback was cut off: Helm refuses to touch them until somebody clears them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sandbox.providers.kubernetes.control_plane import ControlPlane, Object
from sandbox.providers.kubernetes.helm import records
from sandbox.providers.kubernetes.kinds import BUILT_IN

_SECRET: Final = BUILT_IN["v1", "Secret"]
_PENDING: Final = ("pending-install", "pending-upgrade", "pending-rollback")
"""Source: Helm's `release.Status`."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A release that waits for an operation which has ended.

    Attributes:
        namespace, name: the release.
        status: `pending-install`, `pending-upgrade` or `pending-rollback`.
        revision: the one that was under way.
        deployed: the newest revision that is installed; 0 if there is none.
    """

    namespace: str
    name: str
    status: str
    revision: int
    deployed: int


def find(cluster: ControlPlane) -> list[Stuck]:
    """Every release of a cluster that is stuck, by namespace and name."""
    stored = [body for body in cluster.list(_SECRET) if body.get("type") == records.TYPE]
    stuck = [
        Stuck(
            namespace=body["metadata"]["namespace"],
            name=_label(body, "name"),
            status=_label(body, "status"),
            revision=_revision(body),
            deployed=max((_revision(one) for one in stored if _same(one, body) and _deployed(one)), default=0),
        )
        for body in stored
        if _label(body, "status") in _PENDING
    ]
    return sorted(stuck, key=lambda one: (one.namespace, one.name, one.revision))


def clear(cluster: ControlPlane, stuck: Stuck) -> None:
    """Remove the record of what was under way: the newest installed revision counts again, or none does."""
    for body in cluster.list(_SECRET):
        labels = (_label(body, "name"), _label(body, "status"), _revision(body))
        if body.get("type") != records.TYPE or labels != (stuck.name, stuck.status, stuck.revision):
            continue
        if body["metadata"]["namespace"] == stuck.namespace:
            cluster.delete(_SECRET, stuck.namespace, body["metadata"]["name"])


def _same(one: Object, other: Object) -> bool:
    return _label(one, "name") == _label(other, "name") and (
        one["metadata"]["namespace"] == other["metadata"]["namespace"]
    )


def _deployed(body: Object) -> bool:
    return _label(body, "status") == "deployed"


def _label(body: Object, name: str) -> str:
    return str((body["metadata"].get("labels") or {}).get(name, ""))


def _revision(body: Object) -> int:
    text = _label(body, "version")
    return int(text) if text.isdecimal() else 0
