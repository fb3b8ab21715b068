"""A snapshot's resources as a tree: each below its parent, with the component it belongs to and what is unfinished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from engine import urn as urns
from engine.dependencies import needs
from engine.resource import ResourceState
from engine.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource in the tree.

    Attributes:
        state: the resource; one that is only about to be created is in no snapshot's resources.
        depth: how many parents it has.
        component: the logical name of the outermost component it is, or belongs to; empty if there is none.
        pending: what is still to happen to it or happening: `creating`, `updating`, `to delete`, …; mostly empty.
    """

    state: ResourceState
    depth: int
    component: str
    pending: str


def inventory(snapshot: Snapshot) -> list[Entry]:
    """Every resource, each after its parent; children in the order of the snapshot."""
    children: dict[str, list[ResourceState]] = defaultdict(list)
    creating = [one.resource for one in snapshot.pending_operations if one.kind == "creating"]
    everything = [*snapshot.resources, *creating]
    known = {state.urn for state in everything}
    for state in everything:
        children[state.parent if state.parent in known else ""].append(state)
    asked = {operation.resource.urn: str(operation.kind) for operation in snapshot.pending_operations}
    entries: list[Entry] = []
    seen: set[int] = set()
    stack = [(state, 0, "") for state in reversed(children[""])]
    while stack:
        state, depth, component = stack.pop()
        if id(state) in seen:
            continue
        seen.add(id(state))
        if not component and not state.custom and state.type != urns.ROOT_STACK_TYPE:
            component = state.name
        entries.append(Entry(state, depth, component, _pending(state, asked)))
        # A resource that is being replaced shares its URN with its successor; the children stand below the first.
        stack += [(child, depth + 1, component) for child in reversed(children.pop(state.urn, []))]
    return entries


def dependents(snapshot: Snapshot, state: ResourceState) -> Iterator[str]:
    """The URNs of the resources that need this one themselves, its children left out."""
    for other in snapshot.resources:
        if other is not state and state.urn in needs(other, parent=False):
            yield other.urn


def _pending(state: ResourceState, asked: dict[str, str]) -> str:
    if state.delete:
        return "to delete"
    if state.pending_replacement:
        return "to replace"
    return asked.get(state.urn, "")
