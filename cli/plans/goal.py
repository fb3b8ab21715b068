"""What is to be done with one resource, as a plan file holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.plans.sealing import Seal
from protocol.values import UNKNOWN_WIRE

if TYPE_CHECKING:
    from engine.resource import ResourceState
    from engine.step import Step

Goal = dict[str, Any]
Key = tuple[str, str, str]
"""The URN, the operation, and the id of what is there already: what tells the steps of a plan apart."""

OPTIONS = (
    "protect",
    "external",
    "ignore_changes",
    "replace_on_changes",
    "additional_secret_outputs",
    "custom_timeouts",
    "import_id",
    "retain_on_delete",
    "deleted_with",
    "replace_with",
    "aliases",
)
"""Options of a resource that a plan holds it to; those that are not set are left out."""


def goal_of(step: Step, seal: Seal) -> Goal:
    """What a step is to bring about."""
    urn, op, old_id = key_of(step)
    goal: Goal = {"urn": urn, "step": op, "type": step.state.type}
    if old_id:
        goal["id"] = old_id
    if step.new is not None:
        goal |= _wanted(step.new, seal)
    return goal


def key_of(step: Step) -> Key:
    """What tells a step apart."""
    return step.urn, str(step.op), step.old.id if step.old else ""


def key(goal: Goal) -> Key:
    """What tells a goal apart."""
    return goal["urn"], goal["step"], goal.get("id", "")


def _wanted(new: ResourceState, seal: Seal) -> Goal:
    wanted: Goal = {"inputs": seal.hide(new.inputs)}
    if new.parent:
        wanted["parent"] = new.parent
    if new.provider:
        urn, _, id_ = new.provider.rpartition("::")
        wanted["provider"] = {"urn": urn, "id": id_ or UNKNOWN_WIRE}
    if new.dependencies:
        wanted["dependencies"] = sorted(set(new.dependencies))
    if new.property_dependencies:
        wanted["propertyDependencies"] = {n: sorted(set(urns)) for n, urns in new.property_dependencies.items() if urns}
    if new.replacement_trigger is not None:
        wanted["replacementTrigger"] = seal.hide(new.replacement_trigger)
    options = {name: value for name in OPTIONS if (value := getattr(new, name))}
    return wanted | ({"options": options} if options else {})
