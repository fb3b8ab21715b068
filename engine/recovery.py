"""What to do about operations that an earlier, killed run began and never finished."""

from __future__ import annotations

from dataclasses import replace

from engine.client import ProviderClient
from engine.executor import Executor
from engine.outcome import explain, settle
from engine.providers import ProviderResources
from engine.refresh import reread
from engine.resource import ResourceState, now
from engine.snapshot import PendingKind, PendingOperation
from engine.step import Op, Step
from protocol.provider import InitializationFailed, ProviderError
from protocol.values import encode


def recover(executor: Executor, parallel: int) -> None:
    """Ask the providers what came of unfinished operations. A preview only tells of them."""
    pending = executor.journal.snapshot().pending_operations
    if executor.preview:
        for operation in pending:
            executor.progress.warn(_told(operation, "the next `up`, `refresh` or `destroy` looks into it"))
        return
    interrupted = [operation for operation in pending if operation.kind is not PendingKind.CREATING]
    urns = {operation.resource.urn for operation in interrupted}
    recorded = [state for state in executor.journal.snapshot().resources if state.urn in urns and state.id]
    reread(executor, recorded, parallel)
    for operation in interrupted:
        executor.progress.warn(_told(operation, "its real state was read"), operation.resource.urn)
        executor.journal.resolve(operation)
    for operation in pending:
        if operation.kind is PendingKind.CREATING:
            _recover_creation(executor, operation)


def _recover_creation(executor: Executor, operation: PendingOperation) -> None:
    """Find what a create made, by the id that was asked for or by the name it was asked under, and record it."""
    wanted = operation.resource
    if not (wanted.id or operation.attempt):
        executor.progress.warn(
            _told(operation, "it may exist without being recorded: look for it at the provider and delete it there"),
            wanted.urn,
        )
        executor.journal.resolve(operation)
        return
    client = executor.client(wanted)
    if isinstance(client, ProviderResources):  # nothing but a record of ours
        executor.journal.resolve(operation)
        return
    try:
        made = _read(client, wanted) if wanted.id else _create_again(client, operation)
    except InitializationFailed as failure:
        made = replace(
            wanted,
            id=failure.id,
            outputs=dict(failure.properties),
            init_errors=executor.progress.all_masked(failure.reasons),
        )
    except ProviderError as error:
        executor.progress.warn(_told(operation, f"it was not created: {error}"), wanted.urn)
        made = None
    except Exception as error:
        # Again nobody knows what came of it: it stays pending, for the next operation.
        raise executor.fail(explain(Step(op=Op.CREATE, new=wanted), error), wanted.urn) from error
    if made is None:
        executor.journal.resolve(operation)
        return
    known = [state for state in executor.journal.snapshot().resources if state.urn == made.urn and not state.delete]
    executor.journal.resolve(
        operation,
        made,
        removed=[state for state in known if state.pending_replacement],
        rewritten=[(state, replace(state, delete=True)) for state in known if not state.pending_replacement],
    )
    executor.progress.warn(_told(operation, f"it was created, and is now recorded as {made.id}"), wanted.urn)


def _read(client: ProviderClient, wanted: ResourceState) -> ResourceState:
    found = client.read(wanted, wanted.id)
    if found is None:
        raise ProviderError(f"there is no resource with id {wanted.id!r}")
    outputs, _ = settle(wanted, encode(found.outputs))
    return replace(wanted, id=found.id, outputs=outputs)


def _create_again(client: ProviderClient, operation: PendingOperation) -> ResourceState:
    """Ask once more, under the same name: what was done is told, what was not is done."""
    wanted = operation.resource
    physical_id, wire = client.create(wanted, encode(wanted.inputs), preview=False, attempt=operation.attempt)
    outputs, _ = settle(wanted, wire)
    stamp = now()
    return replace(wanted, id=physical_id, outputs=outputs, created=stamp, modified=stamp)


def _told(operation: PendingOperation, outcome: str) -> str:
    return f"{operation.resource.urn}: an earlier operation was interrupted while {operation.kind} it; {outcome}"
