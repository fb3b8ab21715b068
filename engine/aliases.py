"""Aliases: under which other URNs a resource may have been recorded before it was renamed, moved or retyped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine import urn as urns
from engine.goal import Goal


def candidates(goal: Goal, stack: str, project: str, parent_alias: str | None) -> Iterator[str]:
    """The URNs that the resource may bear in the recorded state, besides its own; the likeliest first.

    Args:
        goal: the registration.
        stack: the stack's name.
        project: the project's name.
        parent_alias: the URN that the parent bears in the recorded state, if it is another than now.
    """
    own = list(_explicit(goal, stack, project))
    yield from own
    if parent_alias is None:
        return
    yield _inherited(goal.name, goal.type, goal.parent, parent_alias)
    for alias in own:
        parsed = urns.parse(alias)
        yield _inherited(parsed.name, parsed.type, goal.parent, parent_alias)


def _explicit(goal: Goal, stack: str, project: str) -> Iterable[str]:
    for alias in goal.aliases:
        yield alias.urn or _from_specification(alias.spec, goal, stack, project)


def _from_specification(spec: Any, goal: Goal, stack: str, project: str) -> str:
    parent = "" if spec.noParent else spec.parentUrn or goal.parent
    return urns.make(
        spec.stack or stack, spec.project or project, spec.type or goal.type, spec.name or goal.name, parent=parent
    )


def _inherited(name: str, type_: str, parent: str, parent_alias: str) -> str:
    """The URN under the parent's alias. A name that starts with the parent's follows the parent's old name."""
    parent_name, old_parent = urns.parse(parent).name, urns.parse(parent_alias)
    if name.startswith(parent_name):
        name = old_parent.name + name.removeprefix(parent_name)
    return urns.make(old_parent.stack, old_parent.project, type_, name, parent=parent_alias)
