"""The journal: a durable record of each step's intent and outcome, beside the checkpoint.

Before a provider is asked for a change, the journal holds what will be asked; afterwards, what came of it. A process
killed at any moment so loses no record of what it created. At the end of an operation the journal is compacted into
the checkpoint; writing the whole checkpoint after every step would cost quadratic time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from engine.errors import EngineError
from engine.journal_file import JournalFile
from engine.resource import JsonObject, ResourceState
from engine.secrets import Sealer
from engine.snapshot import PendingKind, PendingOperation, Snapshot


class Ledger:
    """A snapshot under change. Resources and pending operations are known by numbers, counted from the base on.

    Resources that this operation recorded come first, in that order; what it has not touched follows in its old order.
    A resource is recorded after everything it depends on, so dependency order holds.
    """

    def __init__(self, base: Snapshot) -> None:
        self._base = base
        self.old: dict[int, ResourceState] = dict(enumerate(base.resources))
        self.new: dict[int, ResourceState] = {}
        self.pending: dict[int, PendingOperation] = dict(enumerate(base.pending_operations))
        self._next_resource = len(self.old)
        self._next_pending = len(self.pending)

    def begin(self, operation: PendingOperation) -> int:
        """Note that a provider is about to be asked."""
        number = self._next_pending
        self._next_pending += 1
        self.pending[number] = operation
        return number

    def end(self, number: int) -> None:
        """Note that the answer is known."""
        del self.pending[number]

    def add(self, state: ResourceState) -> int:
        """Record a resource."""
        number = self._next_resource
        self._next_resource += 1
        self.new[number] = state
        return number

    def remove(self, number: int) -> None:
        """Forget a resource."""
        del self._holding(number)[number]

    def rewrite(self, number: int, state: ResourceState) -> None:
        """Put another state in a resource's place."""
        self._holding(number)[number] = state

    def snapshot(self) -> Snapshot:
        """The state as it stands."""
        return Snapshot(
            stack=self._base.stack,
            resources=[*self.new.values(), *self.old.values()],
            pending_operations=list(self.pending.values()),
            salt=self._base.salt,
            other=self._base.other,
        )

    def _holding(self, number: int) -> dict[int, ResourceState]:
        return self.new if number in self.new else self.old


class Journal:
    """Records the steps of one operation. Methods may be called from many threads.

    A state must be recorded again (`rewritten`) after it was changed: what is only changed in memory is not durable.
    """

    def __init__(self, base: Snapshot, sealer: Sealer, file: JournalFile | None = None) -> None:
        """Start from a snapshot. Without a file nothing is written, as in a preview."""
        self._ledger = Ledger(base)
        self._sealer = sealer
        self._file = file
        self._lock = threading.Lock()
        self._numbers = {id(state): number for number, state in self._ledger.old.items()}
        self._pending = {id(operation): number for number, operation in self._ledger.pending.items()}
        self._known: list[ResourceState] = list(base.resources)  # keeps the objects alive, so that no id is used twice

    def begin(self, kind: PendingKind, state: ResourceState) -> int:
        """Record that a provider is about to be asked; durable when this returns.

        Returns:
            The entry, to be given to `success` or `fail`.
        """
        line: JsonObject = {"begin": str(kind), "state": self._seal(state)}
        with self._lock:
            entry = self._ledger.begin(PendingOperation(kind, state))
            position = self._append(line)
        if self._file and position:
            self._file.sync(position)
        return entry

    def success(
        self,
        entry: int | None = None,
        new: ResourceState | None = None,
        *,
        removed: Iterable[ResourceState] = (),
        rewritten: Iterable[tuple[ResourceState, ResourceState]] = (),
    ) -> None:
        """Record an outcome.

        Args:
            entry: what `begin` gave; None for a step that asked no provider, such as `same`.
            new: the resource as it is now; it joins the resources of this operation.
            removed: states that are superseded or deleted.
            rewritten: pairs of a recorded state and what takes its place; the two may be the same, changed, object.
        """
        removed, rewritten = list(removed), list(rewritten)
        line: JsonObject = {}
        if new is not None:
            line["new"] = self._seal(new)
        sealed = [self._seal(after) for _, after in rewritten]
        with self._lock:
            if entry is not None:
                line["end"] = entry
                self._ledger.end(entry)
            if removed:
                line["removed"] = [self._forget(state) for state in removed]
            if rewritten:
                numbers = [self._rewrite(before, after) for before, after in rewritten]
                line["rewritten"] = list(zip(numbers, sealed, strict=True))
            if new is not None:
                self._know(new, self._ledger.add(new))
            self._append(line)

    def fail(self, entry: int) -> None:
        """Record that the provider refused, and nothing changed."""
        self.success(entry)

    def resolve(self, operation: PendingOperation) -> None:
        """Record that the outcome of an earlier operation's pending operation is now known."""
        self.success(self._pending[id(operation)])

    def snapshot(self) -> Snapshot:
        """The state as it stands."""
        with self._lock:
            return self._ledger.snapshot()

    def _seal(self, state: ResourceState) -> JsonObject:
        return state.to_json(self._sealer) if self._file else {}

    def _append(self, line: JsonObject) -> int:
        return self._file.append(line) if self._file else 0

    def _know(self, state: ResourceState, number: int) -> None:
        self._known.append(state)
        self._numbers[id(state)] = number

    def _number(self, state: ResourceState) -> int:
        number = self._numbers.get(id(state))
        if number is None:
            raise EngineError(f"{state.urn}: this state was never recorded; the engine has a bug")
        return number

    def _forget(self, state: ResourceState) -> int:
        number = self._number(state)
        self._ledger.remove(number)
        del self._numbers[id(state)]
        return number

    def _rewrite(self, before: ResourceState, after: ResourceState) -> int:
        number = self._number(before)
        self._ledger.rewrite(number, after)
        del self._numbers[id(before)]
        self._know(after, number)
        return number
