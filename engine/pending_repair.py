"""Operations that were cut off while a provider was at work: what it answers now, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from engine import state
from engine.deployment import run
from engine.errors import EngineError, without_subject
from engine.finding import Finding
from engine.operation import Operation, Options, Summary
from engine.project import Stack
from engine.snapshot import PendingKind, PendingOperation
from protocol.provider import ProviderFactory


def pending_operations(stack: Stack) -> list[PendingOperation]:
    """What providers were asked for and never answered; nothing if the state cannot be read, which others tell."""
    try:
        recorded = state.load(stack.backend, stack.project.name, stack.name, stack.crypter)
    except EngineError:
        return []
    return recorded.snapshot.pending_operations


def pending_findings(stack: Stack, providers: Mapping[str, ProviderFactory]) -> Iterator[Finding]:
    """Each unfinished operation, with what its provider answers now. Asking changes nothing, here or there."""
    pending = pending_operations(stack)
    if not pending:
        return
    told = run(Operation.RECOVER, stack, providers=providers, options=Options(dry_run=True))
    resolution = _Resolution(stack, providers)
    for operation in pending:
        urn = operation.resource.urn
        found = (
            _about(urn, told.warnings) or "; ".join(told.errors) or f"an operation was cut off while {operation.kind}"
        )
        yield Finding("pending", urn, found, _remedy(operation), resolution.of(urn))


class _Resolution:
    """Asks for all unfinished operations at once, when the first of them is to be mended."""

    def __init__(self, stack: Stack, providers: Mapping[str, ProviderFactory]) -> None:
        self._stack = stack
        self._providers = providers

    def of(self, urn: str) -> Callable[[], str]:
        """What mends one of them."""

        def mend() -> str:
            if urn in self._unresolved:
                raise EngineError("; ".join(self._summary.errors) or "what came of it is still unknown")
            return _about(urn, self._summary.warnings) or "resolved"

        return mend

    @cached_property
    def _unresolved(self) -> set[str]:
        _ = self._summary
        return {operation.resource.urn for operation in pending_operations(self._stack)}

    @cached_property
    def _summary(self) -> Summary:
        return run(Operation.RECOVER, self._stack, providers=self._providers)


def _about(urn: str, messages: list[str]) -> str:
    return "; ".join(without_subject(message, urn) for message in messages if message.startswith(f"{urn}: "))


def _remedy(operation: PendingOperation) -> str:
    if operation.kind is not PendingKind.CREATING:
        return "record how it really is"
    if operation.resource.id:
        return "record it if it exists"
    if operation.attempt:
        return "ask for it once more under the same name, as the next `up` would, and record it"
    return "forget that it was asked for"
