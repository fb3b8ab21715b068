"""Where a resource belongs: to a component of the platform, and to a team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.resource import ResourceState

STACK_TYPE = "pulumi:pulumi:Stack"
NO_COMPONENT = "-"
"""What stands for the component of a resource that has none: the program declares it by itself."""


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
