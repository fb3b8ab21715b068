"""Containers as the restricted level of the Pod Security Standards wants them, and a little stricter."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pydantic import Field, field_validator

from components.settings import Args

SCRATCH = "tmp"
"""The volume every pod has for `/tmp`."""


class Image(Args):
    """A container image at a fixed version."""

    repository: str
    """Where it is pulled from, without the tag, e.g. `ghcr.io/mlflow/mlflow`."""
    tag: str = Field(pattern=r"^\w[\w.-]{0,127}$")
    """Its version; never `latest`."""
    digest: str | None = Field(default=None, pattern=r"^sha256:[0-9a-f]{64}$")
    """What the tag stood for when it was reviewed: a tag can be moved, a digest cannot."""

    @field_validator("tag")
    @classmethod
    def _fixed(cls, tag: str) -> str:
        if tag == "latest":
            raise ValueError("name a version: `latest` means another image every day")
        return tag

    @property
    def reference(self) -> str:
        """As a container runtime reads it."""
        return f"{self.repository}:{self.tag}" + (f"@{self.digest}" if self.digest else "")


class Resources(Args):
    """What a container gets: no less, and no more.

    Requests equal limits, so the pod is of the guaranteed class: the last that a node short of memory evicts.
    """

    cpus: float = Field(default=1, gt=0)
    """Processors; 0.5 is half of one."""
    memory_gib: float = Field(default=2, gt=0)
    """Memory, in GiB."""
    gpus: int = Field(default=0, ge=0)
    """GPUs, each whole; with any, it runs on nodes of a GPU pool only."""

    def quantities(self) -> dict[str, dict[str, str]]:
        """As a container writes it."""
        amounts = {"cpu": _cpu(self.cpus), "memory": _memory(self.memory_gib)}
        if self.gpus:
            amounts["nvidia.com/gpu"] = str(self.gpus)
        return {"requests": amounts, "limits": amounts}


def container(
    name: str,
    image: Image,
    *,
    command: Sequence[pulumi.Input[str]] = (),
    resources: Resources,
    env: Mapping[str, pulumi.Input[str]] | None = None,
    mounts: Mapping[str, str] | None = None,
    probes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A container that owns nothing, may become nothing, and writes to `/tmp` and its mounts only.

    Args:
        command: instead of the image's own; empty means the image's own.
        mounts: volume name by the path it is mounted at, read-only.
        probes: as `http_probes` makes them; none for a container that ends by itself.
    """
    mounted = [{"name": volume, "mount_path": path, "read_only": True} for path, volume in (mounts or {}).items()]
    return {
        "name": name,
        "image": image.reference,
        "image_pull_policy": "IfNotPresent",
        **({"command": list(command)} if command else {}),
        # Nothing but /tmp can be written, so nothing else may be taken for a home.
        "env": [{"name": key, "value": value} for key, value in {"HOME": "/tmp", **(env or {})}.items()],  # noqa: S108
        "resources": resources.quantities(),
        "security_context": {
            "allow_privilege_escalation": False,
            "capabilities": {"drop": ["ALL"]},
            "privileged": False,
            "read_only_root_filesystem": True,
            "run_as_non_root": True,
        },
        "volume_mounts": [{"name": SCRATCH, "mount_path": "/tmp"}, *mounted],  # noqa: S108
        **(probes or {}),
    }


def region_variables(region: pulumi.Input[str]) -> dict[str, pulumi.Input[str]]:
    """What tells a container its AWS region: Python's SDK reads the first, the other SDKs the second."""
    return {"AWS_DEFAULT_REGION": region, "AWS_REGION": region}


def http_probes(path: str, port: int, *, start_s: int = 120) -> dict[str, Any]:
    """Ready when the path answers; restarted when it no longer does; given `start_s` seconds to answer at first."""
    answer = {"http_get": {"path": path, "port": port}}
    return {
        "ports": [{"name": "http", "container_port": port}],
        "startup_probe": answer | {"period_seconds": 5, "failure_threshold": -(-start_s // 5)},
        "readiness_probe": answer | {"period_seconds": 5, "timeout_seconds": 3},
        "liveness_probe": answer | {"period_seconds": 10, "timeout_seconds": 5, "failure_threshold": 6},
    }


def _cpu(cpus: float) -> str:
    return str(int(cpus)) if cpus == int(cpus) else f"{round(cpus * 1000)}m"


def _memory(gib: float) -> str:
    return f"{int(gib)}Gi" if gib == int(gib) else f"{round(gib * 1024)}Mi"
