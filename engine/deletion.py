"""Deletes what the program no longer wants, or, in a destroy, everything: dependents first, in parallel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter

from engine.dependencies import DependencyGraph, needs
from engine.errors import ResourceError
from engine.executor import Executor
from engine.gate import Stopped
from engine.resource import ResourceState
from engine.step import Op, Step
from engine.targets import Targets


def delete_all_but(
    kept: Collection[str], executor: Executor, targets: Targets, parallel: int, *, spared: Collection[str] = ()
) -> None:
    """Delete every recorded resource whose URN is not kept, and every one that was replaced.

    Args:
        kept: URNs of what the program declares.
        executor: carries the deletions out.
        targets: what the deletions are restricted to.
        parallel: how many deletions are under way at once.
        spared: URNs that are left alone altogether, what was replaced included.

    Raises:
        Stopped: a deletion failed or is not allowed, which has been reported.
    """
    resources = executor.journal.snapshot().resources
    steps = [step for state in resources if state.urn not in spared and (step := _step(state, kept)) is not None]
    if targets:
        steps = _targeted(steps, resources, executor, targets)
    _refuse_protected(steps, executor)
    _run(steps, executor, parallel)


def _step(state: ResourceState, kept: Collection[str]) -> Step | None:
    if state.delete:
        return Step(op=Op.DISCARD_REPLACED if state.external else Op.DELETE_REPLACED, old=state)
    if state.urn in kept:
        return None
    if state.pending_replacement:
        return Step(op=Op.REMOVE_PENDING_REPLACE, old=state)
    return Step(op=Op.DISCARD if state.external else Op.DELETE, old=state)


def _targeted(
    steps: Sequence[Step], resources: Sequence[ResourceState], executor: Executor, targets: Targets
) -> list[Step]:
    """The steps of targeted resources. What depends on one of them has to be targeted too."""
    graph = DependencyGraph(resources)
    chosen = [step for step in steps if targets.match(step.urn)]
    doomed = {step.urn for step in chosen if step.op is not Op.DELETE_REPLACED}
    errors = []
    for urn in sorted(doomed):
        for dependent in graph.dependents(urn, children=True):
            if dependent.urn not in doomed:
                doomed.add(dependent.urn)
                errors.append(f"it depends on the targeted {urn}, but is not targeted itself; target it too")
                executor.fail(ResourceError(dependent.urn, errors[-1]), dependent.urn)
    if errors:
        raise Stopped(errors[0])
    return chosen


def _refuse_protected(steps: Sequence[Step], executor: Executor) -> None:
    """Nothing at all is deleted when something among it is protected.

    What was replaced is not asked any more: the replacement was only allowed because its protection was taken away.
    """
    protected = [step for step in steps if step.state.protect and step.op is not Op.DELETE_REPLACED]
    for step in protected:
        executor.progress.failed(step)
        executor.fail(
            ResourceError(
                step.urn,
                "it is protected and cannot be deleted, so nothing was; take the `protect` option out of the program "
                "and run `up` first",
            ),
            step.urn,
        )
    if protected:
        raise Stopped("a protected resource was to be deleted")


def _deleted_with(steps: Sequence[Step]) -> dict[int, int]:
    """By the position of a step that goes without a call, the position of the one whose call deletes its resource too.

    Until that call has been answered, everything that the resource needs has to stay. Where the order does not allow
    that, the resource is deleted by a call of its own.
    """
    positions = {step.urn: position for position, step in enumerate(steps)}
    called = {step.urn for step in steps if step.op is Op.DELETE and _has_call(step.state)}
    found: dict[int, int] = {}
    for position, step in enumerate(steps):
        container = step.state.deleted_with
        if step.urn not in called or container not in called:
            continue
        root = found.get(positions[container], positions[container])
        if all(positions.get(urn, -1) <= root for urn in needs(step.state) if urn != container):
            step.goes_with = True
            found[position] = root
    return found


def _has_call(state: ResourceState) -> bool:
    return state.custom and not state.retain_on_delete


def _predecessors(steps: Sequence[Step]) -> dict[int, set[int]]:
    """By the position of a step, those that have to be done before it: what needs a resource goes first."""
    deleted_with = _deleted_with(steps)
    before: dict[int, set[int]] = {position: set() for position in range(len(steps))}
    positions: dict[str, list[int]] = {}
    # Dependencies stand before their dependents; only those count, so that no cycle can arise.
    for position, step in enumerate(steps):
        root = deleted_with.get(position, position)
        for urn in set(needs(step.state)):
            for earlier in positions.get(urn, ()):
                before[earlier].add(position)
                if earlier < root:
                    before[earlier].add(root)
        positions.setdefault(step.urn, []).append(position)
    return before


def _run(steps: Sequence[Step], executor: Executor, parallel: int) -> None:
    """Carry out the steps, each when everything that needs its resource is gone."""
    order = TopologicalSorter(_predecessors(steps))
    order.prepare()
    failure: Stopped | None = None
    with ThreadPoolExecutor(max_workers=parallel, thread_name_prefix="delete") as pool:
        running: dict[Future[object], int] = {}
        while True:
            for position in sorted(order.get_ready(), reverse=True):
                running[pool.submit(executor.run, steps[position])] = position
            if not running:
                break
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                position = running.pop(future)
                try:
                    future.result()
                except Stopped as error:
                    failure = failure or error
                else:
                    order.done(position)
    if failure is not None:
        raise failure
