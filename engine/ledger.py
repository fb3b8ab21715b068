"""A snapshot under change: the one place that says what a journal's record does to the state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from engine.errors import StateError
from engine.resource import JsonObject, ResourceState
from engine.secrets import Sealer
from engine.snapshot import PendingKind, PendingOperation, Snapshot


class Ledger:
    """Resources and pending operations by number: those of the base first, then as they are recorded.

    In a snapshot, what this operation recorded comes first, in that order; what it has not touched follows in its old
    order. A resource is recorded after everything it depends on, so the whole stays in dependency order.
    """

    def __init__(self, base: Snapshot) -> None:
        self._base = base
        self._old: dict[int, ResourceState] = dict(enumerate(base.resources))
        self._new: dict[int, ResourceState] = {}
        self.pending: dict[int, PendingOperation] = dict(enumerate(base.pending_operations))
        self._parents_of_gone: dict[str, str] = {}
        self._next_resource = len(self._old)
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
        self._new[number] = state
        return number

    def find(self, state: ResourceState) -> int:
        """Record a resource that an earlier operation turns out to have made; it joins that operation's resources."""
        number = self._next_resource
        self._next_resource += 1
        self._old[number] = state
        return number

    def remove(self, number: int) -> None:
        """Forget a resource."""
        state = self._holding(number).pop(number)
        self._parents_of_gone[state.urn] = state.parent

    def rewrite(self, number: int, state: ResourceState) -> None:
        """Put another state in a resource's place."""
        holding = self._holding(number)
        if number not in holding:
            raise KeyError(number)
        holding[number] = state

    def resources(self) -> Iterator[tuple[int, ResourceState]]:
        """Every resource with its number, in the order of the snapshot."""
        yield from self._new.items()
        yield from self._old.items()

    def snapshot(self) -> Snapshot:
        """The state as it stands; it refers to renamed resources by their new URN, and to gone ones no more."""
        resources = [state for _, state in self.resources()]
        gone = self._parents_of_gone.keys() - {state.urn for state in resources}
        if gone:
            renamed = {alias: state.urn for state in self._new.values() for alias in state.aliases if alias in gone}
            for state in resources:
                self._correct_references(state, gone, renamed)
        return self._base.with_contents(resources=resources, pending_operations=list(self.pending.values()))

    def _correct_references(self, state: ResourceState, gone: Set[str], renamed: Mapping[str, str]) -> None:
        def correct(urns: list[str]) -> list[str]:
            return [renamed.get(urn, urn) for urn in urns if urn not in gone or urn in renamed]

        while state.parent in gone and state.parent not in renamed:
            state.parent = self._parents_of_gone[state.parent]
        state.parent = renamed.get(state.parent, state.parent)
        state.deleted_with = next(iter(correct([state.deleted_with])), "")
        state.dependencies = correct(state.dependencies)
        state.replace_with = correct(state.replace_with)
        state.property_dependencies = {name: correct(urns) for name, urns in state.property_dependencies.items()}
        provider, _, identity = state.provider.rpartition("::")
        if provider in renamed:
            state.provider = f"{renamed[provider]}::{identity}"

    def _holding(self, number: int) -> dict[int, ResourceState]:
        return self._new if number in self._new else self._old


def replay(base: Snapshot, records: Iterable[JsonObject], sealer: Sealer) -> Snapshot:
    """Apply a journal's records to the snapshot they follow. What was begun and never ended becomes pending.

    Raises:
        StateError: a record does not fit the snapshot.
        PassphraseError: a record holds secrets, and there is no passphrase that opens them.
    """
    ledger = Ledger(base)
    for position, record in enumerate(records, start=1):
        try:
            _apply(ledger, record, sealer)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise StateError(f"record {position} of the journal does not fit the checkpoint: {error!r}") from error
    return ledger.snapshot()


def _apply(ledger: Ledger, record: JsonObject, sealer: Sealer) -> None:
    if "begin" in record:
        wanted = ResourceState.from_json(record["state"], sealer)
        attempt = record["attempt"]
        if not isinstance(attempt, str):
            raise TypeError(f"the attempt is a {type(attempt).__name__}")
        ledger.begin(PendingOperation(PendingKind(record["begin"]), wanted, attempt))
        return
    if "end" in record:
        ledger.end(record["end"])
    for number in record.get("removed", ()):
        ledger.remove(number)
    for number, state in record.get("rewritten", ()):
        ledger.rewrite(number, ResourceState.from_json(state, sealer))
    if "found" in record:
        ledger.find(ResourceState.from_json(record["found"], sealer))
    if "new" in record:
        ledger.add(ResourceState.from_json(record["new"], sealer))
