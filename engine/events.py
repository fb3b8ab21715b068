"""What an operation tells while it runs, in the official engine's event format (`apitype.EngineEvent`).

Secrets never reach an event: they are shown as `[secret]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.property_path import outside_secrets
from engine.resource import ResourceState
from engine.step import Op, Step
from protocol.values import SECRET_SIGNATURE, SIGNATURE, UNKNOWN_WIRE, redact

JsonObject = dict[str, Any]

SECRET_SHOWN: Final = {SIGNATURE: SECRET_SIGNATURE, "ciphertext": "[secret]"}

_PHYSICAL: Final = frozenset({Op.CREATE_REPLACEMENT, Op.DELETE_REPLACED, Op.READ_REPLACEMENT, Op.DISCARD_REPLACED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened.

    Attributes:
        sequence: position in the operation's events, from 0.
        timestamp: seconds since the epoch.
    """

    sequence: int = 0
    timestamp: int = 0

    def body(self) -> JsonObject:
        """The event's own field of the official format."""
        raise NotImplementedError

    def json(self) -> JsonObject:
        """The event in the official format."""
        return {"sequence": self.sequence, "timestamp": self.timestamp, **self.body()}


EventCallback = Callable[[Event], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreludeEvent(Event):
    """The operation begins. `config` holds every configuration value, secrets as `[secret]`."""

    config: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> JsonObject:
        return {"preludeEvent": {"config": dict(self.config)}}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticEvent(Event):
    """A message for people. `severity` is one of debug, info, info#err, warning, error."""

    message: str
    severity: str
    urn: str = ""
    ephemeral: bool = False

    def body(self) -> JsonObject:
        body: JsonObject = {"urn": self.urn} if self.urn else {}
        body |= {"prefix": f"{self.severity}: ", "message": f"{self.message}\n", "color": "never"}
        body["severity"] = self.severity
        if self.ephemeral:
            body["ephemeral"] = True
        return {"diagnosticEvent": body}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEvent(Event):
    """Something happened to a resource.

    Attributes:
        step: what happens to it.
        old, new: the resource as recorded before and as it is now; an event keeps them although the step goes on.
        planning: whether this is a preview.
    """

    step: Step
    old: ResourceState | None
    new: ResourceState | None
    planning: bool = False

    @property
    def op(self) -> Op:
        """The kind of step."""
        return self.step.op

    @property
    def urn(self) -> str:
        """The URN of the resource."""
        return self.step.urn

    def metadata(self) -> JsonObject:
        """The official `StepEventMetadata`."""
        step, state = self.step, self.step.state
        metadata: JsonObject = {"op": str(step.op), "urn": state.urn, "type": state.type}
        metadata["old"] = state_json(self.old)
        metadata["new"] = state_json(self.new)
        if step.keys:
            metadata["keys"] = list(dict.fromkeys(map(self._public, step.keys)))
        if step.diff.diffs:
            metadata["diffs"] = list(dict.fromkeys(map(self._public, step.diff.diffs)))
        detailed = {self._public(path): change.json() for path, change in step.diff.detailed.items()}
        metadata["detailedDiff"] = detailed or None
        if step.op not in _PHYSICAL:
            metadata["logical"] = True
        metadata["provider"] = state.provider
        return metadata

    def _public(self, path: str) -> str:
        """A property path without the names that stand within a secret."""
        states = [state for state in (self.old, self.new) if state is not None]
        return outside_secrets(path, *(side for state in states for side in (state.inputs, state.outputs)))

    def _planned(self) -> JsonObject:
        return {"planning": True} if self.planning else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePreEvent(StepEvent):
    """A step begins."""

    def body(self) -> JsonObject:
        return {"resourcePreEvent": {"metadata": self.metadata(), **self._planned()}}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceOutputsEvent(StepEvent):
    """A step ended well; for a component, its outputs are registered."""

    def body(self) -> JsonObject:
        return {"resOutputsEvent": {"metadata": self.metadata(), **self._planned()}}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceFailedEvent(StepEvent):
    """A step failed; a DiagnosticEvent says why. `status` is 1 when the resource exists, but is not ready."""

    status: int = 0

    def body(self) -> JsonObject:
        return {"resOpFailedEvent": {"metadata": self.metadata(), "status": self.status, "steps": 0}}


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryEvent(Event):
    """The operation ended. `changes` counts resources by step; `result` is `succeeded` or `failed`."""

    duration_s: int
    changes: Mapping[str, int]
    is_preview: bool
    result: str

    def body(self) -> JsonObject:
        return {
            "summaryEvent": {
                "maybeCorrupt": False,
                "durationSeconds": self.duration_s,
                "resourceChanges": dict(self.changes),
                "PolicyPacks": {},
                "isPreview": self.is_preview,
                "result": self.result,
            }
        }


def state_json(state: ResourceState | None) -> JsonObject | None:
    """The official `StepEventStateMetadata` of a resource."""
    if state is None:
        return None
    shown: JsonObject = {"type": state.type, "urn": state.urn}
    flags = {
        "custom": state.custom,
        "delete": state.delete,
        "id": state.id,
        "parent": state.parent,
        "protect": state.protect,
        "retainOnDelete": state.retain_on_delete,
    }
    shown |= {name: value for name, value in flags.items() if value or name in ("id", "parent")}
    shown["inputs"] = redact(state.inputs, secret=SECRET_SHOWN, unknown=UNKNOWN_WIRE)
    shown["outputs"] = redact(state.outputs, secret=SECRET_SHOWN, unknown=UNKNOWN_WIRE)
    shown["provider"] = state.provider
    if state.init_errors:
        shown["initErrors"] = list(state.init_errors)
    return shown
