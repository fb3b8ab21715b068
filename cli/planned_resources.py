"""Where a resource belongs: to a component of the platform, and to a team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from protocol.values import reveal

if TYPE_CHECKING:
    from engine.resource import ResourceState

STACK_TYPE = "pulumi:pulumi:Stack"
NO_COMPONENT = "(stack)"
"""What stands for the component of a resource that has none: the program declares it by itself."""
NO_TEAM = "-"
"""What stands for the team of a resource that names none."""
TEAM_LABEL = "strata/team"
"""The label of what is made for a team."""


def components(resources: Iterable[ResourceState]) -> Mapping[str, str]:
    """The logical name of the outermost component of each resource, by URN; `NO_COMPONENT` for those without."""
    known = {one.urn: one for one in resources}
    found: dict[str, str] = {}
    for urn, resource in known.items():
        path = [resource]
        while (parent := known.get(path[-1].parent or "")) and parent.type != STACK_TYPE:
            path.append(parent)
        found[urn] = NO_COMPONENT if path[-1].custom else path[-1].urn.rpartition("::")[2]
    return found


def teams(resources: Iterable[ResourceState]) -> Mapping[str, str]:
    """Whose each resource is, by URN: the team that it is made for, else the owner of the platform; else `NO_TEAM`."""
    return {one.urn: _team(one.inputs) for one in resources}


def _team(inputs: Mapping[str, Any]) -> str:
    marks: dict[str, Any] = {}
    metadata = reveal(inputs.get("metadata"))
    for place in (reveal(inputs.get("tagsAll")), reveal(inputs.get("tags")), _mapping(metadata).get("labels")):
        marks |= _mapping(place)
    found = marks.get(TEAM_LABEL) or marks.get("team") or marks.get("owner")
    return found if isinstance(found, str) else NO_TEAM


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
