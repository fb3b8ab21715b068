"""Taking resources out of the state without touching them: what has to go along, and what speaks against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from engine.dependencies import DependencyGraph, needs
from engine.errors import EngineError
from engine.providers import reference
from engine.resource import ResourceState
from engine.snapshot import Snapshot


class RemovalRefused(EngineError):
    """Something depends on what is to be removed, or is protected; the message names all of it."""


def removal(
    snapshot: Snapshot, chosen: Sequence[ResourceState], *, target_dependents: bool = False, force: bool = False
) -> list[ResourceState]:
    """Everything that has to be removed so that the rest holds together, in the order of the snapshot.

    Args:
        snapshot: the state.
        chosen: resources of it.
        target_dependents: whether what depends on them goes along.
        force: whether protected ones go, too.

    Raises:
        RemovalRefused: others depend on them, or some are protected, or an unfinished operation needs them.
    """
    dependents = _dependents(snapshot, chosen)
    going = {id(state) for state in chosen} | ({id(state) for state in dependents} if target_dependents else set())
    condemned = [state for state in snapshot.resources if id(state) in going]
    objections = [] if target_dependents else [_depended_on(dependents)]
    objections += [] if force else [_protected(condemned)]
    objections.append(_awaited(snapshot, condemned))
    if refusal := "\n".join(objection for objection in objections if objection):
        raise RemovalRefused(refusal)
    return condemned


def without(snapshot: Snapshot, condemned: Iterable[ResourceState]) -> Snapshot:
    """The state without these resources, which nothing that remains may need."""
    going = {id(state) for state in condemned}
    return snapshot.with_contents(
        resources=[state for state in snapshot.resources if id(state) not in going],
        pending_operations=snapshot.pending_operations,
    )


def _dependents(snapshot: Snapshot, chosen: Sequence[ResourceState]) -> list[ResourceState]:
    """Who would be left without something they need, apart from what was chosen."""
    graph = DependencyGraph(snapshot.resources)
    taken = {id(state) for state in chosen}
    frontier = list(chosen)
    while frontier:
        state = frontier.pop()
        for dependent in _needing(snapshot, graph, state, taken):
            if id(dependent) not in taken:
                taken.add(id(dependent))
                frontier.append(dependent)
    picked = {id(state) for state in chosen}
    return [state for state in snapshot.resources if id(state) in taken - picked]


def _needing(
    snapshot: Snapshot, graph: DependencyGraph, state: ResourceState, taken: Collection[int]
) -> list[ResourceState]:
    """Who needs a resource. What is being replaced has a successor, which answers to the same URN."""
    successor = state.delete and any(
        other.urn == state.urn and not other.delete and id(other) not in taken for other in snapshot.resources
    )
    if not successor:
        return graph.direct(state.urn, children=True)
    return [other for other in snapshot.resources if other.provider == reference(state)]


def _depended_on(dependents: Sequence[ResourceState]) -> str:
    if not dependents:
        return ""
    listed = [f"  {state.urn}" for state in dependents]
    objection = "others depend on what is to be removed; remove those, too, or add --target-dependents:"
    return "\n".join([objection, *listed])


def _protected(condemned: Sequence[ResourceState]) -> str:
    listed = [f"  {state.urn}" for state in condemned if state.protect]
    return "\n".join(["protected; unprotect it first, or add --force:", *listed]) if listed else ""


def _awaited(snapshot: Snapshot, condemned: Sequence[ResourceState]) -> str:
    urns = {state.urn for state in condemned}
    listed = [
        f"  {operation.resource.urn}"
        for operation in snapshot.pending_operations
        if operation.resource.urn in urns or not urns.isdisjoint(needs(operation.resource))
    ]
    command = f"strata recover {snapshot.stack.rpartition('/')[2]} --sandbox"
    return "\n".join([f"an operation on it was cut off; `{command}` tells what came of it:", *listed]) if listed else ""
