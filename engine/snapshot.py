"""The snapshot: everything the engine knows of a stack, as one version-3 checkpoint.

Shape: the official engine's `apitype.CheckpointV3` and `apitype.DeploymentV3`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, TypeVar

from engine.errors import StateError
from engine.resource import JsonObject, ResourceState, now
from engine.secrets import Sealer
from protocol.values import refuse_deep

CHECKPOINT_VERSION: Final = 3
FEATURED_VERSION: Final = 4
"""The version of a checkpoint that needs more than version 3 can say: it lists the features it uses."""
ENGINE_VERSION: Final = "v3.259.0"
"""The official engine whose checkpoints we write; it goes into the manifest."""

_FEATURES: Final = {
    "refresh_before_update": "refreshBeforeUpdate",
    "view_of": "views",
    "resource_hooks": "hooks",
    "taint": "taint",
    "replace_with": "replaceWith",
    "extension_ref": "extensionParameterization",
    "snippet_id": "snippets-prototype",
}
"""Which field of a resource makes a checkpoint need which feature."""
_KEPT_FEATURES: Final = frozenset({"byteString", "snippets-prototype"})
"""Features that a resource's fields do not show; they stay once they are there."""
_LISTS: Final = frozenset({"resources", "pending_operations"})
_Kind = TypeVar("_Kind")


class PendingKind(StrEnum):
    """What a provider was asked to do."""

    CREATING = "creating"
    UPDATING = "updating"
    DELETING = "deleting"
    READING = "reading"


@dataclass(slots=True, eq=False)
class PendingOperation:
    """A provider was asked, and its answer is not known: the process ended before it came.

    Attributes:
        kind: what it was asked to do.
        resource: as wanted; as recorded, when it was to be deleted or read.
        attempt: the name it was asked under, which the provider knows again; empty if it was given none.
    """

    kind: PendingKind
    resource: ResourceState
    attempt: str = ""


@dataclass(slots=True, kw_only=True)
class Snapshot:
    """A stack as last known.

    Attributes:
        stack: the full name, `organization/<project>/<stack>`.
        resources: in dependency order: what a resource needs stands before it.
        pending_operations: begun and never finished.
        salt: of the passphrase provider, or nothing while no secret was ever stored.
        features: of the checkpoint format, as the file that was read listed them.
        other: fields of the deployment that we do not interpret; kept as they are.
    """

    stack: str
    resources: list[ResourceState] = field(default_factory=list)
    pending_operations: list[PendingOperation] = field(default_factory=list)
    salt: str = ""
    features: frozenset[str] = frozenset()
    other: JsonObject = field(default_factory=dict)

    def with_contents(self, *, resources: list[ResourceState], pending_operations: list[PendingOperation]) -> Snapshot:
        """The same stack with other contents."""
        return replace(self, resources=resources, pending_operations=pending_operations)

    def to_json(self, sealer: Sealer) -> JsonObject:
        """The checkpoint file's content, secrets encrypted.

        Raises:
            PassphraseError: there are secrets, and no passphrase.
        """
        latest: JsonObject = {"manifest": _manifest()}
        if self.salt:
            latest["secrets_providers"] = {"type": "passphrase", "state": {"salt": self.salt}}
        if self.resources:
            latest["resources"] = [resource.to_json(sealer) for resource in self.resources]
        if self.pending_operations:
            latest["pending_operations"] = [
                _pending_to_json(operation, sealer) for operation in self.pending_operations
            ]
        latest |= {"metadata": {}} | self.other
        features = self._features_in_use()
        version: JsonObject = {"version": FEATURED_VERSION, "features": features} if features else {"version": 3}
        return version | {"checkpoint": {"stack": self.stack, "latest": latest}}

    @classmethod
    def from_json(cls, document: Any, sealer: Sealer) -> Snapshot:
        """Read a checkpoint.

        Raises:
            StateError: the document is not a checkpoint of a version we know, or is damaged.
            PassphraseError: it holds secrets, and there is no passphrase that opens them.
        """
        checkpoint, features = _open(document)
        try:
            latest = dict(_latest(checkpoint))
            latest.pop("manifest", None)
            refuse_deep({key: value for key, value in latest.items() if key not in _LISTS})
            return cls(
                stack=_expect(str, checkpoint["stack"]),
                resources=[ResourceState.from_json(record, sealer) for record in _pop_list(latest, "resources")],
                pending_operations=[
                    _pending_from_json(record, sealer) for record in _pop_list(latest, "pending_operations")
                ],
                salt=_salt(latest.pop("secrets_providers", None)),
                features=features,
                other=latest,
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise StateError(f"the checkpoint does not have the expected shape: {error!r}") from error

    def _features_in_use(self) -> list[str]:
        recorded = [*self.resources, *(operation.resource for operation in self.pending_operations)]
        used = {feature for name, feature in _FEATURES.items() if any(getattr(state, name) for state in recorded)}
        return sorted(used | (self.features & _KEPT_FEATURES))


def salt_of(document: Any) -> str:
    """The salt of a checkpoint that is not read yet; empty if there is none.

    Raises:
        StateError: the document is not a checkpoint, or its secrets are another provider's.
    """
    checkpoint, _ = _open(document)
    try:
        return _salt(_latest(checkpoint).get("secrets_providers"))
    except (AttributeError, KeyError, TypeError) as error:
        raise StateError("the checkpoint does not have the expected shape: secrets_providers") from error


def encode(document: JsonObject) -> bytes:
    """A checkpoint as the file holds it."""
    try:
        return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a surrogate pair has no UTF-8 form, but can be escaped
        return json.dumps(document, separators=(",", ":")).encode()


def _open(document: Any) -> tuple[Mapping[str, Any], frozenset[str]]:
    """The checkpoint itself, and the features it uses."""
    version = document.get("version") if isinstance(document, dict) else None
    if version not in (CHECKPOINT_VERSION, FEATURED_VERSION):
        raise StateError(f"the checkpoint has version {version!r}; this engine knows 3 and 4")
    listed = document.get("features")
    if listed is not None and not (isinstance(listed, list) and all(isinstance(name, str) for name in listed)):
        raise StateError("the checkpoint does not have the expected shape: its features are no list of names")
    features = frozenset(listed or ())
    if unknown := features - {*_FEATURES.values(), *_KEPT_FEATURES}:
        raise StateError(f"the checkpoint uses features that this engine does not know: {', '.join(sorted(unknown))}")
    checkpoint = document.get("checkpoint")
    if not isinstance(checkpoint, dict):
        raise StateError("the checkpoint does not have the expected shape: nothing under 'checkpoint'")
    return checkpoint, features


def _pending_to_json(operation: PendingOperation, sealer: Sealer) -> JsonObject:
    # The attempt is ours; the official engine takes no notice of it.
    attempt: JsonObject = {"attempt": operation.attempt} if operation.attempt else {}
    return {"resource": operation.resource.to_json(sealer), "type": str(operation.kind)} | attempt


def _pending_from_json(record: JsonObject, sealer: Sealer) -> PendingOperation:
    state = ResourceState.from_json(record["resource"], sealer)
    return PendingOperation(PendingKind(record["type"]), state, _expect(str, record.get("attempt", "")))


def _latest(checkpoint: Mapping[str, Any]) -> JsonObject:
    """The deployment in a checkpoint; Go writes null for one that was never made."""
    latest = checkpoint.get("latest")
    return {} if latest is None else _expect(dict, latest)


def _pop_list(latest: JsonObject, key: str) -> list[Any]:
    """A list of the deployment; Go leaves out an empty one, or writes null."""
    found = latest.pop(key, None)
    return [] if found is None else _expect(list, found)


def _expect(kind: type[_Kind], value: Any) -> _Kind:
    if not isinstance(value, kind):
        raise TypeError(f"expected a {kind.__name__}, got a {type(value).__name__}")
    return value


def _salt(provider: Mapping[str, Any] | None) -> str:
    if provider is None or provider == {}:
        return ""
    if provider.get("type") != "passphrase":
        raise StateError(f"the secrets are kept by {provider.get('type')!r}; this engine knows only 'passphrase'")
    return _expect(str, provider["state"]["salt"])


def _manifest() -> JsonObject:
    magic = hashlib.sha256(ENGINE_VERSION.encode()).hexdigest()
    return {"time": now(), "magic": magic, "version": ENGINE_VERSION}
