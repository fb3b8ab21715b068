"""A step: what happens to one resource."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engine.diff import NO_DIFF, Diff
from engine.resource import ResourceState


class Op(StrEnum):
    """Kinds of step, named as the official engine names them in its events."""

    SAME = "same"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    REPLACE = "replace"
    CREATE_REPLACEMENT = "create-replacement"
    DELETE_REPLACED = "delete-replaced"
    READ = "read"
    READ_REPLACEMENT = "read-replacement"
    DISCARD = "discard"
    DISCARD_REPLACED = "discard-replaced"
    REMOVE_PENDING_REPLACE = "remove-pending-replace"
    REFRESH = "refresh"
    IMPORT = "import"
    IMPORT_REPLACEMENT = "import-replacement"


@dataclass(slots=True, kw_only=True, eq=False)
class Step:
    """What happens to one resource.

    Attributes:
        old: the resource as recorded before, if it was.
        new: the resource as wanted; nothing when it goes.
        diff: why an update or a replacement is needed.
        inputs: the checked inputs in wire form, so that they need not be encoded again.
        reason: property names that caused the replacement of this resource through another one.
        pending_replacement: after this deletion a replacement follows; until then the record is kept.
        goes_with: deleting another resource deletes this one: no provider is asked, and it stays recorded until then.
        skipped: not part of the operation: neither created nor recorded, because it was not targeted.
    """

    op: Op
    old: ResourceState | None = None
    new: ResourceState | None = None
    diff: Diff = NO_DIFF
    inputs: Any = field(default=None, repr=False)
    reason: tuple[str, ...] = ()
    pending_replacement: bool = False
    goes_with: bool = False
    skipped: bool = False

    @property
    def state(self) -> ResourceState:
        """The resource the step is about: as wanted, or as recorded when it goes."""
        state = self.new or self.old
        assert state is not None  # noqa: S101 - a step without any state cannot be built by the engine
        return state

    @property
    def urn(self) -> str:
        """The URN of the resource."""
        return self.state.urn

    @property
    def keys(self) -> tuple[str, ...]:
        """The property names that call for replacement."""
        return self.reason or self.diff.replaces
