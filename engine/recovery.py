"""What to do about operations that an earlier, killed run began and never finished."""

from __future__ import annotations

from dataclasses import replace

from engine.client import Found
from engine.executor import Executor
from engine.providers import ProviderResources
from engine.refresh import reread
from engine.resource import ResourceState
from engine.snapshot import PendingKind, PendingOperation
from protocol.provider import ProviderError


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
    wanted = operation.resource
    if not wanted.id:
        executor.progress.warn(
            _told(operation, "it may exist without being recorded: look for it at the provider and delete it there"),
            wanted.urn,
        )
        executor.journal.resolve(operation)
        return
    found = _find(executor, wanted)
    executor.journal.resolve(operation)
    if found is None:
        executor.progress.warn(_told(operation, "it was never created"), wanted.urn)
        return
    executor.journal.success(new=replace(wanted, id=found.id, outputs=found.outputs))
    executor.progress.warn(_told(operation, f"it was created, and is now recorded as {found.id}"), wanted.urn)


def _find(executor: Executor, wanted: ResourceState) -> Found | None:
    client = executor.client(wanted)
    if isinstance(client, ProviderResources):
        return None
    try:
        return client.read(wanted, wanted.id)
    except ProviderError as error:
        executor.progress.warn(f"{wanted.urn}: could not be read: {error}", wanted.urn)
        return None


def _told(operation: PendingOperation, outcome: str) -> str:
    return f"{operation.resource.urn}: an earlier operation was interrupted while {operation.kind} it; {outcome}"
