"""Tags: a resource's own, and those that its provider gives to everything."""

from __future__ import annotations

import json
from typing import Any, Final

from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.truth import Truth

PURPOSE: Final = "purpose"
"""The tag that says what a store is for, where a rule cannot see it: `audit`, `model-registry`."""
CRITICALITY: Final = "criticality"
"""The tag that says what a loss would mean: `high` for what cannot be made again."""

TIER: Final = "tier"
"""The tag of a subnet or a security group that says what is in it: `public`, `private`, `data`, `training`."""
TENANT: Final = "tenant"
"""The tag of what belongs to one of the platform's tenants, with the tenant's name."""


def tag(resource: Resource, key: str) -> Node:
    """A tag's value: as given, else as the provider's default."""
    for name in ("tags", "tagsAll"):
        node = resource[name]
        given = node[key]
        if given.value is not None:
            return given
    inherited = resource.outputs.get("tagsAll")
    if isinstance(inherited, dict) and key in inherited:
        return Node(inherited[key], f"tags.{key}")
    default = _defaults(resource)[key]
    return Node(default.value, f"tags.{key}")


def is_tagged(resource: Resource, key: str, *values: str) -> Truth:
    """Whether a tag has one of these values."""
    return tag(resource, key).equals(*values)


def _defaults(resource: Resource) -> Node:
    """The tags that the resource's provider gives to everything it makes."""
    provider = resource.stack.provider_of(resource)
    value: Any = None if provider is None else provider["defaultTags"].value
    if isinstance(value, str):
        # A provider's settings are recorded as JSON text each.
        try:
            value = json.loads(value)
        except ValueError:
            value = UNKNOWN
    return Node(value)["tags"]
