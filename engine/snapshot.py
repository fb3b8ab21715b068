"""The snapshot: everything the engine knows of a stack, as one version-3 checkpoint.

Shape: the official engine's `apitype.CheckpointV3` and `apitype.DeploymentV3`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from engine.errors import StateError
from engine.resource import JsonObject, ResourceState, now
from engine.secrets import Sealer

CHECKPOINT_VERSION: Final = 3
ENGINE_VERSION: Final = "v3.259.0"
"""The official engine whose checkpoints we write; it goes into the manifest."""


class PendingKind(StrEnum):
    """What a provider was asked to do."""

    CREATING = "creating"
    UPDATING = "updating"
    DELETING = "deleting"
    READING = "reading"


@dataclass(slots=True, eq=False)
class PendingOperation:
    """A provider was asked, and its answer is not known: the process ended before it came."""

    kind: PendingKind
    resource: ResourceState


@dataclass(slots=True, kw_only=True)
class Snapshot:
    """A stack as last known.

    Attributes:
        stack: the full name, `organization/<project>/<stack>`.
        resources: in dependency order: what a resource needs stands before it.
        pending_operations: begun and never finished.
        salt: of the passphrase provider, or nothing while no secret was ever stored.
        other: fields of the deployment that we do not interpret; kept as they are.
    """

    stack: str
    resources: list[ResourceState] = field(default_factory=list)
    pending_operations: list[PendingOperation] = field(default_factory=list)
    salt: str = ""
    other: JsonObject = field(default_factory=dict)

    def to_json(self, sealer: Sealer) -> JsonObject:
        """The checkpoint file's content, secrets encrypted."""
        latest: JsonObject = {
            "manifest": {
                "time": now(),
                "magic": hashlib.sha256(ENGINE_VERSION.encode()).hexdigest(),
                "version": ENGINE_VERSION,
            }
        }
        if self.salt:
            latest["secrets_providers"] = {"type": "passphrase", "state": {"salt": self.salt}}
        if self.resources:
            latest["resources"] = [resource.to_json(sealer) for resource in self.resources]
        if self.pending_operations:
            latest["pending_operations"] = [
                {"resource": operation.resource.to_json(sealer), "type": str(operation.kind)}
                for operation in self.pending_operations
            ]
        latest |= {"metadata": {}} | self.other
        return {"version": CHECKPOINT_VERSION, "checkpoint": {"stack": self.stack, "latest": latest}}

    @classmethod
    def from_json(cls, document: Mapping[str, Any], sealer: Sealer) -> Snapshot:
        """Read a checkpoint.

        Raises:
            StateError: the document is not a version-3 checkpoint, or is damaged.
            PassphraseError: it holds secrets, and there is no passphrase that opens them.
        """
        if document.get("version") != CHECKPOINT_VERSION:
            raise StateError(f"the checkpoint has version {document.get('version')!r}; expected {CHECKPOINT_VERSION}")
        checkpoint = document["checkpoint"]
        latest = dict(checkpoint.get("latest") or {})
        latest.pop("manifest", None)
        provider = latest.pop("secrets_providers", None) or {}
        return cls(
            stack=checkpoint["stack"],
            resources=[ResourceState.from_json(record, sealer) for record in latest.pop("resources", ())],
            pending_operations=[
                PendingOperation(PendingKind(record["type"]), ResourceState.from_json(record["resource"], sealer))
                for record in latest.pop("pending_operations", ())
            ],
            salt=provider.get("state", {}).get("salt", ""),
            other=latest,
        )
