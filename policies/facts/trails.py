"""Trails of CloudTrail, and what they record."""

from __future__ import annotations

from typing import Final

from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth

TRAILS: Final = ("aws:cloudtrail/trail:Trail",)
_OBJECTS: Final = "AWS::S3::Object"


def records_objects(trail: Resource, access: str) -> Truth:
    """Whether a trail records who reads, or who writes, objects of S3.

    Args:
        access: `ReadOnly` or `WriteOnly`.
    """
    basic = trail["eventSelectors"].some(lambda one: _selects(one, access))
    return basic | trail["advancedEventSelectors"].some(lambda one: _selects_by_field(one, access))


def _selects(selector: Node, access: str) -> Truth:
    objects = selector["dataResources"].some(lambda one: one["type"].equals(_OBJECTS) & one["values"].is_set())
    return objects & selector["readWriteType"].equals(None, "All", access)


def _selects_by_field(selector: Node, access: str) -> Truth:
    fields = selector["fieldSelectors"]
    objects = fields.some(lambda one: one["field"].equals("resources.type") & one["equals"].contains(_OBJECTS))
    other = "false" if access == "ReadOnly" else "true"
    narrowed = fields.some(lambda one: one["field"].equals("readOnly") & one["equals"].contains(other))
    named = fields.some(lambda one: one["field"].equals("eventName"))
    return objects & ~narrowed & ~named
