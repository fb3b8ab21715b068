"""A provider's verbs with the engine's own values: messages are built and read here, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from engine import urn as urns
from engine.diff import Diff, from_response
from engine.resource import ResourceState
from protocol.provider import Provider
from protocol.values import Props, decode, encode

NO_PROPERTIES: Final = Struct()


class CheckFailure(NamedTuple):
    """One thing that is wrong with the inputs of a resource; `property` may be empty."""

    property: str
    reason: str

    def __str__(self) -> str:
        return f"{self.property}: {self.reason}" if self.property else self.reason


class Found(NamedTuple):
    """What Read found: the real resource."""

    id: str
    inputs: Props | None
    outputs: Props


@dataclass(frozen=True, slots=True)
class ProviderClient:
    """A configured provider.

    Attributes:
        supports_preview: whether Create and Update may be called in a preview.
    """

    provider: Provider
    supports_preview: bool = False

    def check(self, urn: str, olds: Props | None, news: Struct, seed: bytes) -> tuple[Struct, Sequence[CheckFailure]]:
        """Ask whether inputs are right; returns them with defaults filled in, and what is wrong."""
        name, type_ = _identify(urn)
        response = self.provider.Check(
            provider_pb2.CheckRequest(
                urn=urn, olds=encode(olds or {}), news=news, randomSeed=seed, name=name, type=type_
            )
        )
        return response.inputs, [CheckFailure(failure.property, failure.reason) for failure in response.failures]

    def diff(self, old: ResourceState, wire: Struct, news: Props, ignore_changes: Sequence[str] = ()) -> Diff:
        """Ask what differs between a recorded resource and new inputs."""
        name, type_ = _identify(old.urn)
        response = self.provider.Diff(
            provider_pb2.DiffRequest(
                id=old.id,
                urn=old.urn,
                olds=encode(old.outputs),
                news=wire,
                old_inputs=encode(old.inputs),
                ignoreChanges=ignore_changes,
                name=name,
                type=type_,
            )
        )
        return from_response(response, old.inputs, news)

    def create(self, new: ResourceState, wire: Struct, *, preview: bool, attempt: str = "") -> tuple[str, Struct]:
        """Create a resource; returns its id and outputs. A preview creates nothing.

        Args:
            new: the resource as wanted.
            wire: its checked inputs.
            preview: whether to plan only.
            attempt: names this create: a provider that carried it out already tells what came of it.
        """
        if preview and not self.supports_preview:
            return "", wire
        name, type_ = _identify(new.urn)
        response = self.provider.Create(
            provider_pb2.CreateRequest(
                urn=new.urn,
                properties=wire,
                timeout=new.custom_timeouts.get("create", 0),
                preview=preview,
                resource_status_token=attempt,
                name=name,
                type=type_,
            )
        )
        return ("" if preview else response.id), response.properties

    def update(self, old: ResourceState, new: ResourceState, wire: Struct, *, preview: bool) -> Struct:
        """Change a resource in place; returns its outputs. A preview changes nothing."""
        if preview and not self.supports_preview:
            return wire
        name, type_ = _identify(new.urn)
        response = self.provider.Update(
            provider_pb2.UpdateRequest(
                id=old.id,
                urn=new.urn,
                olds=encode(old.outputs),
                news=wire,
                old_inputs=encode(old.inputs),
                timeout=new.custom_timeouts.get("update", 0),
                ignoreChanges=new.ignore_changes,
                preview=preview,
                name=name,
                type=type_,
            )
        )
        return response.properties

    def read(self, state: ResourceState, physical_id: str) -> Found | None:
        """Ask for the real resource; None if there is none."""
        name, type_ = _identify(state.urn)
        response = self.provider.Read(
            provider_pb2.ReadRequest(
                id=physical_id,
                urn=state.urn,
                properties=encode(state.outputs),
                inputs=encode(state.inputs),
                timeout=state.custom_timeouts.get("read", 0),
                name=name,
                type=type_,
            )
        )
        if not response.id:
            return None
        inputs = decode(response.inputs) if response.HasField("inputs") else None
        return Found(response.id, inputs, decode(response.properties))

    def delete(self, old: ResourceState) -> None:
        """Delete a resource; that it is gone already is fine."""
        name, type_ = _identify(old.urn)
        self.provider.Delete(
            provider_pb2.DeleteRequest(
                id=old.id,
                urn=old.urn,
                properties=encode(old.outputs),
                old_inputs=encode(old.inputs),
                timeout=old.custom_timeouts.get("delete", 0),
                name=name,
                type=type_,
            )
        )

    def invoke(self, token: str, args: Struct, *, preview: bool) -> Any:
        """Call a provider's function; returns the InvokeResponse."""
        return self.provider.Invoke(provider_pb2.InvokeRequest(tok=token, args=args, preview=preview))


def _identify(urn: str) -> tuple[str, str]:
    parsed = urns.parse(urn)
    return parsed.name, parsed.type
