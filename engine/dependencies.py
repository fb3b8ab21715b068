"""Who needs whom among recorded resources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from engine.providers import provider_urn
from engine.resource import ResourceState


def needs(state: ResourceState, *, parent: bool = True) -> Iterator[str]:
    """The URNs that a resource needs: parent, dependencies, provider, what it is deleted or replaced with."""
    if parent and state.parent:
        yield state.parent
    yield from state.dependencies
    for urns in state.property_dependencies.values():
        yield from urns
    if state.provider:
        yield provider_urn(state.provider)
    if state.deleted_with:
        yield state.deleted_with
    yield from state.replace_with


class DependencyGraph:
    """The recorded resources, each after everything it needs."""

    def __init__(self, resources: Sequence[ResourceState]) -> None:
        self._position = {id(state): position for position, state in enumerate(resources)}
        self._dependents: dict[str, list[ResourceState]] = defaultdict(list)
        self._children: dict[str, list[ResourceState]] = defaultdict(list)
        for state in resources:
            for urn in set(needs(state, parent=False)):
                self._dependents[urn].append(state)
            if state.parent:
                self._children[state.parent].append(state)

    def rename(self, old: str, new: str) -> None:
        """Know a resource under another URN."""
        self._dependents[new] += self._dependents.pop(old, [])
        self._children[new] += self._children.pop(old, [])

    def direct(self, urn: str, *, children: bool = False) -> list[ResourceState]:
        """The resources that need this one themselves."""
        found = list(self._dependents.get(urn, ()))
        return [*found, *self._children.get(urn, ())] if children else found

    def dependents(
        self, urn: str, *, without: Collection[str] = frozenset(), children: bool = False
    ) -> list[ResourceState]:
        """The resources that need this one, directly or through others, in dependency order.

        Args:
            urn: the resource.
            without: URNs that are left out, and what needs only them too.
            children: whether being a child counts as needing.
        """
        found: dict[int, ResourceState] = {}
        frontier = [urn]
        while frontier:
            for state in self.direct(frontier.pop(), children=children):
                if state.urn not in without and id(state) not in found:
                    found[id(state)] = state
                    frontier.append(state.urn)
        return sorted(found.values(), key=lambda state: self._position[id(state)])
