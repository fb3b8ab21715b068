"""Asks the providers how things really are, and records that."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from engine.executor import Executor
from engine.gate import Stopped
from engine.outcome import explain, repeating, settle
from engine.providers import ProviderResources
from engine.resource import ResourceState
from engine.step import Op, Step
from engine.targets import Targets
from protocol.provider import InitializationFailed
from protocol.values import Props, Secret, contains_secret, encode, reveal


def refresh(executor: Executor, targets: Targets, parallel: int) -> None:
    """Read every recorded resource that a provider manages; record what changed, forget what is gone.

    Raises:
        Stopped: a provider could not be asked, which has been reported; the other answers are recorded.
    """
    states = [
        state
        for state in executor.journal.snapshot().resources
        if state.custom and state.id and not state.pending_replacement and targets.match(state.urn)
    ]
    reread(executor, states, parallel)


def reread(executor: Executor, states: Sequence[ResourceState], parallel: int) -> None:
    """Read these recorded resources, as `refresh` does."""
    with ThreadPoolExecutor(max_workers=parallel, thread_name_prefix="refresh") as pool:
        answers = list(pool.map(lambda state: _exists(executor, state), states))
    gone = [state for state, exists in zip(states, answers, strict=True) if not exists]
    if gone:
        _forget(executor, gone)
    if not executor.preview:
        executor.gate.check()


def _exists(executor: Executor, state: ResourceState) -> bool:
    """Read a resource and record what changed; whether it is still there, as far as is known."""
    if executor.gate.closed:
        return True
    step = Step(op=Op.REFRESH, old=state, new=state)
    executor.progress.begin(step)
    try:
        new = _real(executor, state)
    except Stopped:
        return True
    except Exception as error:  # noqa: BLE001 - whatever a provider raises fails the operation, and is reported
        executor.progress.failed(step)
        executor.fail(explain(step, error), state.urn)
        return True
    if new is None:
        executor.progress.done(Step(op=Op.DELETE, old=state), None)
        return False
    if new is not state:
        executor.journal.success(rewritten=[(state, new)])
    executor.progress.done(Step(op=Op.SAME if new is state else Op.UPDATE, old=state, new=new), new)
    return True


def _real(executor: Executor, state: ResourceState) -> ResourceState | None:
    """The resource as it really is; the same object if that is as recorded, None if it is gone."""
    client = executor.client(state)
    if isinstance(client, ProviderResources):
        return state
    init_errors: list[str] = []
    with executor.gate.slot():
        try:
            found = client.read(state, state.id)
        except InitializationFailed as failure:
            physical_id, inputs, outputs = failure.id, failure.inputs, failure.properties
            init_errors = executor.progress.all_masked(failure.reasons)
        else:
            if found is None:
                return None
            physical_id, outputs = found.id, found.outputs
            inputs = state.inputs if found.inputs is None or state.external else found.inputs
    inputs = _secret_as_before(state.inputs, inputs)
    outputs, _ = settle(replace(state, inputs=inputs), encode(_secret_as_before(state.outputs, outputs)))
    executor.progress.hide(outputs)
    unchanged = (
        physical_id == state.id
        and init_errors == state.init_errors
        and reveal(inputs) == reveal(state.inputs)
        and reveal(outputs) == reveal(state.outputs)
    )
    return (
        state if unchanged else replace(state, id=physical_id, inputs=inputs, outputs=outputs, init_errors=init_errors)
    )


def _secret_as_before(before: Props, real: Props) -> Props:
    """The real properties, with those secret that were recorded as secret, or hold or repeat one."""
    if not contains_secret(before):
        return real
    known = {name for name, value in before.items() if contains_secret(value)}
    secret = {name for name in known & real.keys() if not contains_secret(real[name])} | repeating(real, before)
    return {name: Secret(reveal(value)) if name in secret else value for name, value in real.items()}


def _forget(executor: Executor, gone: Sequence[ResourceState]) -> None:
    """Forget resources, and every mention of them, in one record: no state in between would hold together."""
    removed = {id(state) for state in gone}
    remaining = [state for state in executor.journal.snapshot().resources if id(state) not in removed]
    living = {state.urn for state in remaining}
    parents = {state.urn: state.parent for state in gone if state.urn not in living}
    rewritten = [(state, after) for state in remaining if (after := _without(state, parents)) is not state]
    executor.journal.success(removed=gone, rewritten=rewritten)


def _without(state: ResourceState, gone: dict[str, str]) -> ResourceState:
    """The state without any mention of what is gone; its parent becomes the next one up that remains."""
    mentioned = {state.parent, state.deleted_with, *state.dependencies, *state.replace_with}
    mentioned.update(urn for urns in state.property_dependencies.values() for urn in urns)
    if mentioned.isdisjoint(gone):
        return state
    parent = state.parent
    while parent in gone:
        parent = gone[parent]
    return replace(
        state,
        parent=parent,
        dependencies=[urn for urn in state.dependencies if urn not in gone],
        property_dependencies={
            name: [urn for urn in urns if urn not in gone] for name, urns in state.property_dependencies.items()
        },
        deleted_with="" if state.deleted_with in gone else state.deleted_with,
        replace_with=[urn for urn in state.replace_with if urn not in gone],
    )
