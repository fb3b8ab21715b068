"""What AWS Backup's plans select."""

from __future__ import annotations

import re
from typing import Final

from policies.facts.policy_document import Statement
from policies.facts.tags import tag
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, every, some

SELECTIONS: Final = ("aws:backup/selection:Selection",)
_WITH_KEY: Final = "aws:ResourceTag/"


def is_backed_up(resource: Resource) -> Truth:
    """Whether a plan of this stack selects a resource, by its ARN or by its tags."""
    return some(_selects(one, resource) for one in resource.stack.of(*SELECTIONS))


def _selects(selection: Resource, resource: Resource) -> Truth:
    named = _names(selection, "resources", resource) & _meets(selection["conditions"], resource)
    tagged = selection["selectionTags"].some(lambda one: _has(resource, one["key"], one["value"]))
    return (named | tagged) & ~_names(selection, "notResources", resource)


def _names(selection: Resource, by: str, resource: Resource) -> Truth:
    bound = selection.stack.bound_to(resource, SELECTIONS, by=by)
    if selection in bound.certain:
        return Truth.TRUE
    arns = [one for one in resource.identifiers() if one.startswith("arn:")]
    patterns = Statement(Node({"Resource": selection[by].value}))
    if arns:
        return patterns.covers_resource(*arns)
    # Before its ARN is known, any may be its own.
    return patterns.is_for_any_resource() | selection[by].some(lambda one: one.is_set() & Truth.UNKNOWN)


def _meets(conditions: Node, resource: Resource) -> Truth:
    """Whether its tags are as all of the conditions demand."""
    demanded = (
        *(_has(resource, one["key"], one["value"]) for one in conditions["stringEquals"].each()),
        *(~_has(resource, one["key"], one["value"]) for one in conditions["stringNotEquals"].each()),
        *(_has(resource, one["key"], one["value"]) for one in conditions["stringLikes"].each()),
        *(~_has(resource, one["key"], one["value"]) for one in conditions["stringNotLikes"].each()),
    )
    return every(demanded)


def _has(resource: Resource, key: Node, value: Node) -> Truth:
    """Whether it has a tag with a value, in which `*` stands for anything."""
    if not (isinstance(key.value, str) and isinstance(value.value, str)):
        return key.satisfies(lambda _: False) | value.satisfies(lambda _: False)
    return tag(resource, key.value.removeprefix(_WITH_KEY)).matches(re.escape(value.value).replace(r"\*", ".*"))
