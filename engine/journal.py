"""The journal: a durable record of each step's intent and outcome, beside the checkpoint.

Before a provider is asked for a change, the journal holds what will be asked; afterwards, what came of it. So a process
killed at any moment loses no record of what it created. At the end of an operation the journal is compacted into the
checkpoint: to write the whole checkpoint after every step would cost quadratic time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress

from engine.errors import EngineError, StateError
from engine.journal_file import JournalFile
from engine.ledger import Ledger
from engine.resource import JsonObject, ResourceState
from engine.secrets import Sealer
from engine.snapshot import PendingKind, PendingOperation, Snapshot


class Journal:
    """Records the steps of one operation. Methods may be called from many threads.

    A state that was changed must be recorded again (`rewritten`): what is only changed in memory is not durable.
    """

    def __init__(self, base: Snapshot, sealer: Sealer, file: JournalFile | None = None) -> None:
        """Start from a snapshot. Without a file nothing is written, as in a preview."""
        self._ledger = Ledger(base)
        self._sealer = sealer
        self._file = file
        self._lock = threading.Lock()
        self._numbers = {id(state): number for number, state in self._ledger.resources()}
        self._pending = {id(operation): number for number, operation in self._ledger.pending.items()}
        # Keeps every object alive, so that no other one ever gets its id.
        self._known: list[ResourceState] = list(base.resources)

    def begin(self, kind: PendingKind, state: ResourceState, attempt: str = "") -> int:
        """Record that a provider is about to be asked; durable when this returns.

        Args:
            kind: what it will be asked to do.
            state: the resource as wanted; as recorded, when it is to be deleted or read.
            attempt: the name it will be asked under.

        Returns:
            The entry, to be given to `success` or `fail`.

        Raises:
            StateError: it cannot be recorded, so the provider must not be asked.
        """
        sealed = self._seal(state)
        with self._lock:
            position = self._append({"begin": str(kind), "state": sealed, "attempt": attempt})
            entry = self._ledger.begin(PendingOperation(kind, state, attempt))
        if self._file:
            try:
                self._file.sync(position)
            except StateError:
                with suppress(StateError):
                    self.fail(entry)  # nobody is asked
                raise
        return entry

    def success(
        self,
        entry: int | None = None,
        new: ResourceState | None = None,
        *,
        found: ResourceState | None = None,
        removed: Iterable[ResourceState] = (),
        rewritten: Iterable[tuple[ResourceState, ResourceState]] = (),
    ) -> None:
        """Record an outcome.

        Args:
            entry: what `begin` gave; None for a step that asked no provider, such as `same`.
            new: the resource as it is now; it joins the resources of this operation.
            found: a resource that an earlier operation made without recording it.
            removed: states that are superseded or deleted.
            rewritten: pairs of a recorded state and what takes its place; the two may be the same, changed, object.

        Raises:
            EngineError: a state in `removed` or `rewritten` is not on record; nothing was recorded.
            StateError: it cannot be written.
        """
        removed, rewritten = list(removed), list(rewritten)
        sealed = [self._seal(after) for _, after in rewritten]
        line: JsonObject = {"end": entry} if entry is not None else {}
        if new is not None:
            line["new"] = self._seal(new)
        if found is not None:
            line["found"] = self._seal(found)
        with self._lock:
            gone = [self._number(state) for state in removed]
            changed = [self._number(before) for before, _ in rewritten]
            self._append(line | {"removed": gone, "rewritten": list(zip(changed, sealed, strict=True))})
            if entry is not None:
                self._ledger.end(entry)
            for state, number in zip(removed, gone, strict=True):
                self._ledger.remove(number)
                del self._numbers[id(state)]
            for (before, after), number in zip(rewritten, changed, strict=True):
                self._ledger.rewrite(number, after)
                del self._numbers[id(before)]
                self._know(after, number)
            if found is not None:
                self._know(found, self._ledger.find(found))
            if new is not None:
                self._know(new, self._ledger.add(new))

    def fail(self, entry: int) -> None:
        """Record that the provider refused, and nothing changed."""
        self.success(entry)

    def resolve(
        self,
        operation: PendingOperation,
        made: ResourceState | None = None,
        *,
        removed: Iterable[ResourceState] = (),
        rewritten: Iterable[tuple[ResourceState, ResourceState]] = (),
    ) -> None:
        """Record that the outcome of an earlier operation's pending operation is now known.

        Args:
            operation: as the snapshot that this journal started from has it.
            made: the resource that it turns out to have made; it joins those that were recorded before.
            removed: as for `success`.
            rewritten: as for `success`.
        """
        self.success(self._pending[id(operation)], found=made, removed=removed, rewritten=rewritten)

    def snapshot(self) -> Snapshot:
        """The state as it stands."""
        with self._lock:
            return self._ledger.snapshot()

    def _seal(self, state: ResourceState) -> JsonObject:
        return state.to_json(self._sealer) if self._file else {}

    def _append(self, line: JsonObject) -> int:
        return self._file.append({key: value for key, value in line.items() if value != []}) if self._file else 0

    def _know(self, state: ResourceState, number: int) -> None:
        self._known.append(state)
        self._numbers[id(state)] = number

    def _number(self, state: ResourceState) -> int:
        number = self._numbers.get(id(state))
        if number is None:
            raise EngineError(f"{state.urn}: a step changes a state that is not on record; the engine has a bug")
        return number
