"""Where Helm keeps its releases: a Secret for each, in the release's namespace. Only the current revision is kept."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from sandbox.providers.kubernetes.control_plane import ControlPlane, Object
from sandbox.providers.kubernetes.kinds import BUILT_IN

_SECRET: Final = BUILT_IN["v1", "Secret"]
TYPE: Final = "helm.sh/release.v1"


@dataclass(frozen=True, slots=True)
class Record:
    """A release as it was last installed.

    Attributes:
        namespace: where it lives.
        name: its name.
        revision: counts installs and upgrades, from 1.
        chart: the chart's address.
        version: the chart's version.
        values: the Helm values.
        attempt: the name of the request that installed it; may be empty.
    """

    namespace: str
    name: str
    revision: int
    chart: str
    version: str
    values: dict[str, Any]
    attempt: str = ""


def read(cluster: ControlPlane, namespace: str, name: str) -> Record | None:
    """The current record of a release, if it is installed; what is only under way does not count."""
    stored = _secrets(cluster, namespace, name)
    found = [body for body in stored if body["metadata"]["labels"]["status"] == "deployed"]
    return Record(**json.loads(base64.b64decode(found[-1]["data"]["release"]))) if found else None


def write(cluster: ControlPlane, record: Record) -> None:
    """Make a record the current one."""
    stale = _secrets(cluster, record.namespace, record.name)
    labels = {"name": record.name, "owner": "helm", "status": "deployed", "version": str(record.revision)}
    cluster.create(
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "type": TYPE,
            "metadata": {
                "name": f"sh.helm.release.v1.{record.name}.v{record.revision}",
                "namespace": record.namespace,
                "labels": labels,
            },
            "data": {"release": base64.b64encode(json.dumps(asdict(record)).encode()).decode()},
        }
    )
    _delete(cluster, stale)


def forget(cluster: ControlPlane, namespace: str, name: str) -> None:
    """Remove a release's record."""
    _delete(cluster, _secrets(cluster, namespace, name))


def _secrets(cluster: ControlPlane, namespace: str, name: str) -> list[Object]:
    return [
        body
        for body in cluster.list(_SECRET)
        if body.get("type") == TYPE
        and body["metadata"]["namespace"] == namespace
        and body["metadata"]["labels"]["name"] == name
    ]


def _delete(cluster: ControlPlane, secrets: list[Object]) -> None:
    for body in secrets:
        cluster.delete(_SECRET, body["metadata"]["namespace"], body["metadata"]["name"])
