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


def inquire(executor: Executor) -> None:
    """Tell what the providers answer about unfinished operations, and change nothing, here or there."""
    for operation in executor.journal.snapshot().pending_operations:
        executor.progress.warn(_told(operation, _answer(executor, operation)), operation.resource.urn)


def _answer(executor: Executor, operation: PendingOperation) -> str:
    """What came of an operation, as far as that can be known without asking for it again."""
    asked = operation.resource
    creating = operation.kind is PendingKind.CREATING
    if creating and not (asked.id or operation.attempt):
        return "nobody can be asked whether it exists: look for it at the provider"
    recorded = [state for state in executor.journal.snapshot().resources if state.urn == asked.urn and state.id]
    known = [asked] if creating else recorded
    if not known:
        return "it is on record no more"
    try:
        client = executor.client(asked)
        if isinstance(client, ProviderResources):
            return "it is nothing but a record of ours"
        if not asked.id and creating:
            return (
                "only its provider knows whether it exists, and the only way to ask is to ask for it once more, under "
                "the same name: then what is there is recorded, and what is not is created"
            )
        return ", and ".join(_existence(client, state) for state in known)
    except Exception as error:  # noqa: BLE001 - whatever a provider raises is an answer too
        return f"its provider does not tell: {explain(Step(op=Op.REFRESH, old=asked, new=asked), error)}"


def _existence(client: ProviderClient, state: ResourceState) -> str:
    try:
        found = client.read(state, state.id)
    except InitializationFailed as failure:
        return f"{failure.id} exists, and is not ready"
    return f"{state.id} exists" if found else f"{state.id} does not exist"


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
