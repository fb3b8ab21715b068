"""What must hold of every snapshot; the official engine refuses one where it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine import urn as urns
from engine.errors import EngineError, StateError
from engine.resource import ResourceState
from engine.snapshot import Snapshot


def verify(snapshot: Snapshot) -> None:
    """Check a snapshot.

    Raises:
        StateError: something does not hold; the message names every breach.
    """
    if breaches := list(find_breaches(snapshot)):
        raise StateError("\n".join([f"the state of {snapshot.stack} is inconsistent:", *breaches]))


def find_breaches(snapshot: Snapshot) -> Iterator[str]:
    """Every breach, a line each: malformed resources, dangling or misplaced references, duplicate URNs."""
    everywhere = {state.urn for state in snapshot.resources}
    seen: set[str] = set()
    providers: set[str] = set()
    for state in snapshot.resources:
        yield from _malformed(state)
        if urns.is_provider_type(state.type):
            providers.add(f"{state.urn}::{state.id}")
        if state.provider and state.provider not in providers and not state.pending_replacement:
            yield f"{state.urn}: its provider {state.provider} is not recorded before it"
        for role, target in references(state):
            if target not in seen:
                where = "comes after it" if target in everywhere and target != state.urn else "is not recorded"
                yield f"{state.urn}: its {role} {target} {where}"
        seen.add(state.urn)
    living = Counter(state.urn for state in snapshot.resources if not state.delete)
    for urn, count in living.items():
        if count > 1:
            yield f"{urn}: recorded {count} times without a mark for deletion"


def references(state: ResourceState) -> Iterator[tuple[str, str]]:
    """Every resource that must be recorded before this one: its role, and its URN. The provider is not among them."""
    if state.parent:
        yield "parent", state.parent
    for urn in state.dependencies:
        yield "dependency", urn
    for name, dependencies in state.property_dependencies.items():
        for urn in dependencies:
            yield f"dependency (property {name})", urn
    if state.deleted_with:
        yield "deletedWith", state.deleted_with
    for urn in state.replace_with:
        yield "replaceWith", urn


def _malformed(state: ResourceState) -> Iterator[str]:
    try:
        urns.parse(state.urn)
    except EngineError as error:
        yield str(error)
    if not state.type:
        yield f"{state.urn}: has no type"
    if not state.custom and state.id:
        yield f"{state.urn}: a component cannot have an id, got {state.id!r}"
