"""What the program has registered so far, and which recorded resource each registration stands for."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from engine import aliases
from engine import urn as urns
from engine.dependencies import DependencyGraph
from engine.errors import ProgramError
from engine.goal import Goal
from engine.journal import Journal
from engine.resource import ResourceState


@dataclass(frozen=True, slots=True)
class Claim:
    """A registration with the recorded resource that it takes over.

    Attributes:
        old: the recorded resource, if there is one.
        condemned: it was deleted in this operation, because something it depends on had to be deleted first.
        reason: the property names that condemned it.
    """

    urn: str
    old: ResourceState | None
    condemned: bool = False
    reason: tuple[str, ...] = ()


class Registrations:
    """Every URN is registered once. Methods may be called from many threads."""

    def __init__(self, stack: str, project: str, journal: Journal) -> None:
        """Begin with what the journal has recorded so far."""
        self.stack = stack
        self.project = project
        recorded = journal.snapshot().resources
        self.graph = DependencyGraph(recorded)
        self.olds = {state.urn: state for state in recorded if not state.delete}
        self.replaced: set[str] = set()
        self.skipped: set[str] = set()
        self._journal = journal
        self._registered: set[str] = set()
        self._old_urns: dict[str, str] = {}
        self._condemned: dict[str, tuple[str, ...]] = {}
        self._lock = threading.Lock()

    @property
    def registered(self) -> frozenset[str]:
        """Every URN registered so far."""
        with self._lock:
            return frozenset(self._registered)

    def claim(self, goal: Goal) -> Claim:
        """Register a resource.

        Raises:
            ProgramError: its URN is registered already.
        """
        urn = urns.make(self.stack, self.project, goal.type, goal.name, parent=goal.parent)
        with self._lock:
            if urn in self._registered:
                raise ProgramError(f"{urn}: the program declares this resource twice; give one of them another name")
            self._registered.add(urn)
            old = self.olds.get(urn) or self._renamed(urn, goal)
            if old is None:
                return Claim(urn, None)
            return Claim(urn, old, old.urn in self._condemned, self._condemned.get(old.urn, ()))

    def condemn(self, state: ResourceState, reason: tuple[str, ...]) -> None:
        """Note that a resource is deleted now, although the program may still want it: then it is made anew."""
        with self._lock:
            self._condemned[state.urn] = reason

    def supersede(self, old: ResourceState, new: ResourceState) -> None:
        """Put another state in the place of a recorded one."""
        with self._lock:
            self.olds[old.urn] = new

    def _renamed(self, urn: str, goal: Goal) -> ResourceState | None:
        """The resource as recorded under one of its aliases, if it is; the record gets its present URN."""
        if not self.olds:
            return None
        for alias in aliases.candidates(goal, self.stack, self.project, self._old_urns.get(goal.parent)):
            old = self.olds.get(alias)
            if old is not None and alias not in self._registered:
                self._old_urns[urn] = alias
                return self._rename(old, urn, goal.type)
        return None

    def _rename(self, old: ResourceState, urn: str, type_: str) -> ResourceState:
        """Give a recorded resource another URN, everywhere it is mentioned, in one record of the journal."""
        renamed = replace(old, urn=urn, type=type_)
        mentioning = [self.olds.get(state.urn) for state in self.graph.direct(old.urn, children=True)]
        rewritten = {id(state): state for state in mentioning if state and state.urn not in self._registered}
        pairs = [(state, _mentioning(state, old.urn, urn)) for state in rewritten.values()]
        self._journal.success(rewritten=[(old, renamed), *pairs])
        del self.olds[old.urn]
        self.graph.rename(old.urn, urn)
        for after in (renamed, *(after for _, after in pairs)):
            self.olds[after.urn] = after
        return renamed


def _mentioning(state: ResourceState, old: str, new: str) -> ResourceState:
    """The state with every mention of one URN turned into another."""

    def turned(urns_: list[str]) -> list[str]:
        return [new if urn == old else urn for urn in urns_]

    provider, _, provider_id = state.provider.rpartition("::")
    return replace(
        state,
        parent=new if state.parent == old else state.parent,
        dependencies=turned(state.dependencies),
        property_dependencies={name: turned(urns_) for name, urns_ in state.property_dependencies.items()},
        deleted_with=new if state.deleted_with == old else state.deleted_with,
        replace_with=turned(state.replace_with),
        provider=f"{new}::{provider_id}" if provider == old else state.provider,
    )
