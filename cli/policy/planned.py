"""The resources of the embedded engine as rules see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from policies.node import UNKNOWN, Secret
from policies.resource import Resource
from policies.stack import Stack
from protocol import values

if TYPE_CHECKING:
    from engine.resource import ResourceState


def stack_of(resources: Iterable[ResourceState]) -> Stack:
    """A stack of states; what is only waiting for its deletion is left out."""
    return Stack(_resource(state) for state in resources if not state.delete)


def _resource(state: ResourceState) -> Resource:
    return Resource(
        urn=state.urn,
        type=state.type,
        name=state.urn.rpartition("::")[2],
        properties=_seen(state.inputs),
        outputs=_seen(state.outputs),
        id=state.id or None,
        parent=state.parent,
        dependencies=tuple(state.dependencies),
        property_dependencies={name: tuple(urns) for name, urns in state.property_dependencies.items()},
        provider=state.provider,
        protect=state.protect,
    )


def _seen(value: Any) -> Any:
    if value is values.UNKNOWN:
        return UNKNOWN
    if isinstance(value, values.Secret):
        return Secret(_seen(value.value))
    if isinstance(value, dict):
        return {key: _seen(one) for key, one in value.items()}
    return [_seen(one) for one in value] if isinstance(value, list) else value
