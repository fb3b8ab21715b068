"""Applies a step to its resource: asks the provider, and records the intent before and the outcome after."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from google.protobuf.struct_pb2 import Struct

from engine.client import NO_PROPERTIES, Found, ProviderClient
from engine.errors import EngineError
from engine.gate import Gate
from engine.journal import Journal
from engine.outcome import Outcome, settle
from engine.progress import Progress
from engine.providers import ProviderResources
from engine.resource import ResourceState, now
from engine.snapshot import PendingKind
from engine.step import Op, Step
from protocol.masking import Mask
from protocol.provider import InitializationFailed, ProviderError
from protocol.values import Props, contains_secret, encode

ClientOf = Callable[[ResourceState], ProviderClient | ProviderResources]
"""Gives who answers for a custom resource."""


class Applier:
    """Applies the steps of one operation."""

    def __init__(
        self,
        client_of: ClientOf,
        journal: Journal,
        progress: Progress,
        gate: Gate,
        *,
        preview: bool,
    ) -> None:
        self._client_of = client_of
        self._journal = journal
        self._progress = progress
        self._gate = gate
        self._preview = preview
        self._going_with: dict[str, list[ResourceState]] = {}
        """By URN, the resources that are gone as soon as that one is."""

    def apply(self, step: Step) -> Outcome | None:
        """Carry out a step; None when nothing of the resource remains.

        Raises:
            ProviderError: the provider refuses; nothing changed, unless it is an InitializationFailed.
            EngineError: the resource has no provider, or nothing new may start.
        """
        match step.op:
            case Op.SAME:
                return self._same(step)
            case Op.CREATE | Op.CREATE_REPLACEMENT:
                return self._create(step)
            case Op.UPDATE:
                return self._update(step)
            case Op.IMPORT | Op.IMPORT_REPLACEMENT:
                return self._import(step)
            case Op.READ:
                return self._read(step)
            case Op.REPLACE:
                return None
            case _:
                return self._delete(step)

    def _same(self, step: Step) -> Outcome:
        old, new = step.old, step.state
        if old is not None:
            new = replace(new, id=old.id, outputs=old.outputs, init_errors=old.init_errors)
        if not step.skipped:
            self._journal.success(new=new, removed=[old] if old else [])
        return Outcome(new, encode(new.outputs))

    def _create(self, step: Step) -> Outcome:
        new = step.state
        if not new.custom:
            return self._created(step, None, "", step.inputs)
        client = self._client_of(new)
        attempt = str(uuid.uuid4())
        with self._asking(PendingKind.CREATING, new, attempt) as entry:
            try:
                physical_id, wire = client.create(new, step.inputs, preview=self._preview, attempt=attempt)
            except InitializationFailed as failure:
                self._created(step, entry, failure.id, encode(failure.properties), failure.reasons)
                raise
            if not physical_id and not self._preview:
                raise EngineError("the provider gave no id for the new resource")
            return self._created(step, entry, physical_id, wire)

    def _created(
        self, step: Step, entry: int | None, physical_id: str, wire: Struct, reasons: Sequence[str] = ()
    ) -> Outcome:
        outputs, wire = self._settled(step.state, wire)
        stamp = now()
        new = replace(
            step.state,
            id=physical_id,
            outputs=outputs if step.state.custom else {},
            created=stamp,
            modified=stamp,
            init_errors=self._progress.all_masked(reasons),
        )
        self._record(step, new, entry)
        if contains_secret(new.inputs) and Mask(new.inputs)(physical_id) != physical_id:
            self._progress.warn(
                f"{new.urn}: its id is made of a secret; ids are stored and shown in plain text", new.urn
            )
        return Outcome(new, wire)

    def _update(self, step: Step) -> Outcome:
        old, new = step.old, step.state
        assert old is not None  # noqa: S101 - only what exists is updated
        if not new.custom:
            return self._updated(step, None, encode(old.outputs))
        client = self._client_of(new)
        with self._asking(PendingKind.UPDATING, new) as entry:
            try:
                wire = client.update(old, new, step.inputs, preview=self._preview)
            except InitializationFailed as failure:
                self._updated(step, entry, encode(failure.properties), failure.reasons)
                raise
            return self._updated(step, entry, wire)

    def _updated(self, step: Step, entry: int | None, wire: Struct, reasons: Sequence[str] = ()) -> Outcome:
        old = step.old
        assert old is not None  # noqa: S101 - only what exists is updated
        outputs, wire = self._settled(step.state, wire)
        new = replace(step.state, id=old.id, outputs=outputs, modified=now(not_before=old.created))
        new.init_errors = self._progress.all_masked(reasons)
        self._journal.success(entry, new, removed=[old])
        return Outcome(new, wire)

    def _import(self, step: Step) -> Outcome:
        new = step.state
        found = self._find(new, new.import_id)
        if found.inputs is None:
            raise ProviderError(f"the provider cannot import resources of type {new.type}")
        stamp = now()
        new = replace(new, id=found.id, inputs=found.inputs, created=stamp, modified=stamp)
        self._progress.hide(new.inputs)
        new.outputs, wire = self._settled(new, encode(found.outputs))
        self._record(step, new)
        return Outcome(new, wire)

    def _read(self, step: Step) -> Outcome:
        new = step.state
        found = self._find(new, new.id)
        outputs, wire = self._settled(new, encode(found.outputs))
        new = replace(new, id=found.id, outputs=outputs)
        self._journal.success(new=new, removed=[step.old] if step.old else [])
        return Outcome(new, wire)

    def _settled(self, new: ResourceState, wire: Struct) -> tuple[Props, Struct]:
        outputs, wire = settle(new, wire)
        self._progress.hide(outputs)
        return outputs, wire

    def _find(self, new: ResourceState, physical_id: str) -> Found:
        with self._gate.slot():
            client = self._client_of(new)
            if isinstance(client, ProviderResources):
                raise ProviderError("a provider cannot be read")
            found = client.read(new, physical_id)
        if found is None:
            raise ProviderError(f"there is no resource with id {physical_id!r}")
        return found

    def _record(self, step: Step, new: ResourceState, entry: int | None = None) -> None:
        """Record a resource that is new, and what becomes of the one whose place it takes."""
        old = step.old
        if old is None:
            self._journal.success(entry, new)
        elif old.pending_replacement:
            self._journal.success(entry, new, removed=[old])
        else:
            # The old resource is deleted at the end, when everything that used it uses the new one.
            step.old = replace(old, delete=True)
            self._journal.success(entry, new, rewritten=[(old, step.old)])

    def _delete(self, step: Step) -> Outcome | None:
        old = step.old
        assert old is not None  # noqa: S101 - only what exists is deleted
        along = self._going_with.pop(old.urn, [])
        if step.goes_with:
            self._going_with.setdefault(old.deleted_with, []).extend([old, *along])
            return None
        remains = replace(old, pending_replacement=True) if step.pending_replacement else None
        removed = along if remains else [old, *along]
        rewritten = [(old, remains)] if remains else []
        if self._needs_delete(step, old):
            client = self._client_of(old)
            with self._asking(PendingKind.DELETING, old) as entry:
                if not self._preview:
                    client.delete(old)
                self._journal.success(entry, removed=removed, rewritten=rewritten)
        else:
            self._journal.success(removed=removed, rewritten=rewritten)
        return Outcome(remains, NO_PROPERTIES) if remains else None

    def _needs_delete(self, step: Step, old: ResourceState) -> bool:
        return old.custom and not (old.external or old.retain_on_delete or step.op == Op.REMOVE_PENDING_REPLACE)

    @contextmanager
    def _asking(self, kind: PendingKind, state: ResourceState, attempt: str = "") -> Iterator[int]:
        """Ask a provider for a change: wait for a turn, record the intent, take it back if the provider refuses.

        After any other error nobody knows what came of it: the intent stays in the record, for the next operation.
        """
        with self._gate.slot():
            entry = self._journal.begin(kind, state, attempt)
            try:
                yield entry
            except InitializationFailed:
                raise
            except ProviderError:
                self._journal.fail(entry)
                raise
