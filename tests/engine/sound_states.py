"""Random states that hold together: components, children, providers, dependencies of every kind, replacements."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from engine import urn as urns
from engine.integrity import verify
from engine.providers import reference
from engine.resource import ResourceState
from engine.snapshot import Snapshot
from protocol.values import Secret

STACK = "organization/golden/dev"
ROOT = urns.make("dev", "golden", urns.ROOT_STACK_TYPE, "golden-dev")
COMPONENT, QUEUE, PROVIDER = "golden:index:Part", "aws:sqs/queue:Queue", "pulumi:providers:aws"

values = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
        | st.builds(Secret, st.text(max_size=5))
    ),
    max_leaves=4,
)
properties = st.dictionaries(st.text(min_size=1, max_size=4), values, max_size=3)


@st.composite
def sound_states(draw: st.DrawFn, resources_max: int = 8) -> Snapshot:
    """A state of the stack dev that breaks no invariant; each resource is named `r<position>`."""
    root = ResourceState(urn=ROOT, custom=False, type=urns.ROOT_STACK_TYPE)
    resources = [root]
    for position in range(draw(st.integers(0, resources_max))):
        resources.append(_resource(draw, resources, f"r{position}"))
    if draw(st.booleans()):
        resources += _being_replaced(draw, resources)
    snapshot = Snapshot(stack=STACK, resources=resources)
    verify(snapshot)
    return snapshot


def _resource(draw: st.DrawFn, before: list[ResourceState], name: str) -> ResourceState:
    type_ = draw(st.sampled_from([COMPONENT, QUEUE, QUEUE, PROVIDER]))
    parents = [one.urn for one in before if one.type != PROVIDER]
    parent = draw(st.sampled_from(parents))
    providers = [one for one in before if one.type == PROVIDER]
    others = [one.urn for one in before if one.urn != ROOT]
    some = st.lists(st.sampled_from(others), max_size=2, unique=True) if others else st.just([])
    fields: dict[str, Any] = {
        "dependencies": draw(some),
        "property_dependencies": draw(st.dictionaries(st.text(min_size=1, max_size=3), some, max_size=2)),
        "deleted_with": draw(st.sampled_from(["", *others])),
        "replace_with": draw(some),
        "protect": draw(st.booleans()),
        "provider": reference(draw(st.sampled_from(providers))) if providers and type_ == QUEUE else "",
    }
    if type_ != COMPONENT:
        fields |= {"id": f"{name}-id", "inputs": draw(properties), "outputs": draw(properties)}
    return ResourceState(
        urn=urns.make("dev", "golden", type_, name, parent=parent),
        custom=type_ != COMPONENT,
        type=type_,
        parent=parent,
        **fields,
    )


def _being_replaced(draw: st.DrawFn, resources: list[ResourceState]) -> list[ResourceState]:
    """The old half of a replacement, still to be deleted."""
    replaced = [one for one in resources if one.type == QUEUE]
    if not replaced:
        return []
    new = draw(st.sampled_from(replaced))
    return [ResourceState(urn=new.urn, custom=True, type=QUEUE, id="old-id", parent=new.parent, delete=True)]


def chosen(draw: st.DrawFn, snapshot: Snapshot, *, types: tuple[str, ...] = (COMPONENT, QUEUE)) -> list[ResourceState]:
    """Some resources of a state."""
    candidates = [one for one in snapshot.resources if one.type in types]
    return draw(st.lists(st.sampled_from(candidates), max_size=3, unique_by=id)) if candidates else []
