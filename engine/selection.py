"""Finds the resources of a snapshot that a person names: by URN, or by a logical name that only one resource has."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from engine.errors import EngineError
from engine.resource import ResourceState
from engine.snapshot import Snapshot


class NotSelected(EngineError):
    """A name fits no resource, or several; the message lists what was meant perhaps."""


def select(snapshot: Snapshot, references: Iterable[str]) -> list[ResourceState]:
    """The resources named, each once, in the order of the snapshot.

    Args:
        snapshot: where they are recorded.
        references: URNs or logical names; `<URN>::<physical id>` tells apart what shares a URN, as after a replacement
            whose old resource is still to be deleted.

    Raises:
        NotSelected: some fit none or several; every one is listed.
    """
    chosen: set[int] = set()
    mistakes: list[str] = []
    for reference in references:
        found = _fitting(snapshot.resources, reference)
        if len(found) == 1:
            chosen.add(id(found[0]))
        else:
            mistakes.append(_ambiguous(reference, found) if found else _unknown(reference, snapshot))
    if mistakes:
        raise NotSelected("\n".join(mistakes))
    return [state for state in snapshot.resources if id(state) in chosen]


def _fitting(resources: Sequence[ResourceState], reference: str) -> list[ResourceState]:
    by_urn = [state for state in resources if state.urn == reference]
    return (
        by_urn
        or [state for state in resources if f"{state.urn}::{state.id}" == reference]
        or [state for state in resources if state.name == reference]
    )


def _ambiguous(reference: str, found: Sequence[ResourceState]) -> str:
    same = len({state.urn for state in found}) < len(found)
    choices = [f"  {state.urn}{f'::{state.id}' if same and state.id else ''}" for state in found]
    return "\n".join([f"{reference!r} names {len(found)} resources; give one of", *choices])


def _unknown(reference: str, snapshot: Snapshot) -> str:
    urns = {state.urn: state.urn for state in snapshot.resources}
    names = {state.name: state.urn for state in snapshot.resources}
    known = urns if reference.startswith("urn:") else names
    # URNs have so much in common that the second nearest is only noise.
    close = difflib.get_close_matches(reference, known, n=1 if known is urns else 3)
    where = snapshot.stack.rpartition("/")[2]
    hint = f"did you mean {' or '.join(close)}?" if close else f"`strata state list {where} --sandbox` lists them"
    return f"{where} has no resource {reference!r}; {hint}"
