"""Moving resources from one stack to another: what both states are afterwards.

Semantics: the official CLI's `state move`. Children go along; providers are copied; a parent that stays behind is
replaced by the destination's root; a dependency from one stack into the other is dropped, and told of. Different
from there: what is copied keeps its order, so that a provider may depend on what moves with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from engine import urn as urns
from engine.errors import EngineError
from engine.integrity import references
from engine.providers import reference
from engine.resource import ResourceState, now
from engine.snapshot import Snapshot


class MoveRefused(EngineError):
    """The move cannot be made; the message names every reason."""


@dataclass(frozen=True, slots=True)
class Move:
    """What comes of a move.

    Attributes:
        source: the state of the stack that resources leave.
        destination: the state of the stack that they join.
        moved: URNs before and after.
        providers: URNs of the providers that are copied, as in the destination.
        dropped: dependencies that would lead from one stack into the other, a line each.
    """

    source: Snapshot
    destination: Snapshot
    moved: dict[str, str]
    providers: list[str]
    dropped: list[str]


def move(
    source: Snapshot, destination: Snapshot, chosen: Sequence[ResourceState], *, include_parents: bool = False
) -> Move:
    """Work out a move; neither snapshot is changed.

    Args:
        source: where the resources are recorded.
        destination: where they are to be recorded.
        chosen: resources of the source; their children go along.
        include_parents: whether their parents go along, too.

    Raises:
        MoveRefused: providers were chosen, the destination has resources of the same URNs, or an operation on one of
            the stacks was cut off.
    """
    leaving = _leaving(source, chosen, include_parents=include_parents)
    if reasons := [*_unmovable(chosen, leaving), *_cut_off(source), *_cut_off(destination)]:
        raise MoveRefused("\n".join(reasons))
    root = _root(destination)
    gone = {state.urn: state.parent for state in leaving}
    needed = {state.provider for state in leaving}
    arrival = _Arrival(destination, root)
    arriving = [state for state in source.resources if state.urn in gone or reference(state) in needed]
    added = [arrived for state in arriving if (arrived := arrival.of(state)) is not None]
    staying = [_left_behind(state, gone, arrival.dropped) for state in source.resources if state.urn not in gone]
    if arrival.conflicts:
        raise MoveRefused("\n".join(arrival.conflicts))
    present = [*([] if root in destination.resources else [root]), *destination.resources]
    return Move(
        source=_with_resources(source, staying),
        destination=_with_resources(destination, [*present, *added]),
        moved={state.urn: arrival.renamed[state.urn] for state in leaving},
        providers=[state.urn for state in added if urns.is_provider_type(state.type)],
        dropped=arrival.dropped,
    )


class _Arrival:
    """Turns resources of one stack into resources of another, in dependency order."""

    def __init__(self, destination: Snapshot, root: ResourceState) -> None:
        self.renamed: dict[str, str] = {}
        self.dropped: list[str] = []
        self.conflicts: list[str] = []
        self._root = root
        self._place = urns.parse(root.urn)
        self._present = {state.urn: state for state in destination.resources}
        self._references: dict[str, str] = {}

    def of(self, state: ResourceState) -> ResourceState | None:
        """A resource as it is in the destination; None for a provider that is there already."""
        is_provider = urns.is_provider_type(state.type)
        new = self._rewritten(state)
        self.renamed[state.urn] = new.urn
        there = self._present.get(new.urn)
        if is_provider:
            if there is not None and (there.id == state.id or there.inputs == state.inputs):
                self._references[reference(state)] = reference(there)
                return None
            self._references[reference(state)] = reference(new)
        if there is not None:
            kind = "another provider" if is_provider else "a resource"
            self.conflicts.append(f"{self._place.stack} has {kind} {new.urn} already")
        return new

    def _rewritten(self, state: ResourceState) -> ResourceState:
        """The resource under its new name, with what it refers to; references into the old stack are dropped."""
        staying = {urn for _, urn in references(state)} - self.renamed.keys()
        kept = _severed(state, staying, self.dropped)
        parent = self.renamed.get(state.parent, self._root.urn)
        parsed = urns.parse(state.urn)
        return replace(
            kept,
            urn=urns.make(self._place.stack, self._place.project, parsed.type, parsed.name, parent=parent),
            parent=parent,
            provider=self._references.get(state.provider, state.provider),
            dependencies=[self.renamed[urn] for urn in kept.dependencies],
            property_dependencies={
                name: [self.renamed[urn] for urn in needed] for name, needed in kept.property_dependencies.items()
            },
            deleted_with=self.renamed.get(kept.deleted_with, ""),
            replace_with=[self.renamed[urn] for urn in kept.replace_with],
            view_of=self.renamed.get(kept.view_of, ""),
        )


def _leaving(source: Snapshot, chosen: Sequence[ResourceState], *, include_parents: bool) -> list[ResourceState]:
    """What was chosen, with its children, and its parents if asked; never the root, nor providers."""
    wanted = {state.urn for state in chosen}
    by_urn = {state.urn: state for state in source.resources}
    if include_parents:
        for state in chosen:
            parent = state.parent
            while parent in by_urn and parent not in wanted:
                wanted.add(parent)
                parent = by_urn[parent].parent
    for state in source.resources:  # a parent stands before its children
        # The root's children go along only if the root itself was chosen.
        if state.parent in wanted and (not _is_root(by_urn[state.parent]) or by_urn[state.parent] in chosen):
            wanted.add(state.urn)
    return [
        state
        for state in source.resources
        if state.urn in wanted and not _is_root(state) and not urns.is_provider_type(state.type)
    ]


def _severed(state: ResourceState, gone: Collection[str], dropped: list[str]) -> ResourceState:
    """The resource without dependencies on what is not beside it any more; each is noted."""
    lost = [(role, urn) for role, urn in references(state) if role != "parent" and urn in gone]
    if not lost:
        return state
    dropped += [f"{state.urn}: {role} {urn}" for role, urn in lost]
    return replace(
        state,
        dependencies=[urn for urn in state.dependencies if urn not in gone],
        property_dependencies={
            name: [urn for urn in needed if urn not in gone] for name, needed in state.property_dependencies.items()
        },
        deleted_with="" if state.deleted_with in gone else state.deleted_with,
        replace_with=[urn for urn in state.replace_with if urn not in gone],
    )


def _left_behind(state: ResourceState, gone: dict[str, str], dropped: list[str]) -> ResourceState:
    """The resource as it stays in the source; a provider outlives its parent, as it is not moved with it."""
    state = _severed(state, gone, dropped)
    parent = state.parent
    while parent in gone:
        parent = gone[parent]
    return state if parent == state.parent else replace(state, parent=parent)


def _root(destination: Snapshot) -> ResourceState:
    """The destination's root, made if there is none."""
    for state in destination.resources:
        if _is_root(state):
            return state
    _, project, stack = destination.stack.split("/")
    stamp = now()
    urn = urns.make(stack, project, urns.ROOT_STACK_TYPE, f"{project}-{stack}")
    return ResourceState(urn=urn, custom=False, type=urns.ROOT_STACK_TYPE, created=stamp, modified=stamp)


def _is_root(state: ResourceState) -> bool:
    return state.type == urns.ROOT_STACK_TYPE and not state.parent


def _unmovable(chosen: Sequence[ResourceState], leaving: Sequence[ResourceState]) -> Iterator[str]:
    for state in chosen:
        if urns.is_provider_type(state.type):
            yield f"{state.urn}: a provider is copied with the resources that need it; choose those"
    for state in leaving:
        if state.extension_ref:
            yield f"{state.urn}: its provider is extended by {state.extension_ref}, which this engine does not move"


def _cut_off(snapshot: Snapshot) -> Iterator[str]:
    if snapshot.pending_operations:
        stack = snapshot.stack.rpartition("/")[2]
        yield f"{stack}: an operation was cut off; `strata recover {stack} --sandbox` tells what came of it"


def _with_resources(snapshot: Snapshot, resources: list[ResourceState]) -> Snapshot:
    return snapshot.with_contents(resources=resources, pending_operations=snapshot.pending_operations)
