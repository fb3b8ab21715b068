"""One recorded resource, for people and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cli.render.outputs import output_lines, output_values

if TYPE_CHECKING:
    from engine.resource import ResourceState

_FACTS = ("urn", "type", "id", "parent", "provider", "protect", "external", "created", "modified", "pending")


def resource_record(state: ResourceState, *, dependents: Sequence[str], show_secrets: bool) -> dict[str, Any]:
    """What is on record of a resource, and who needs it; secrets as `[secret]` unless they are to be shown."""
    by_property = {name: urns for name, urns in state.property_dependencies.items() if urns}
    record = {
        "urn": state.urn,
        "type": state.type,
        "id": state.id or None,
        "parent": state.parent or None,
        "provider": state.provider or None,
        "protect": state.protect,
        "external": state.external or None,
        "created": state.created or None,
        "modified": state.modified or None,
        "pending": "to delete" if state.delete else "to replace" if state.pending_replacement else None,
        "not ready": state.init_errors or None,
        "inputs": output_values(state.inputs, show_secrets=show_secrets),
        "outputs": output_values(state.outputs, show_secrets=show_secrets),
        "dependencies": sorted({*state.dependencies, *(urn for urns in by_property.values() for urn in urns)}),
        "propertyDependencies": by_property,
        "dependents": list(dependents),
    }
    return {name: value for name, value in record.items() if value is not None}


def resource_lines(record: dict[str, Any]) -> list[str]:
    """The record from top to bottom."""
    facts = {name: record[name] for name in _FACTS if name in record}
    width = max(map(len, facts))
    lines = [f"{name:<{width}}  {_told(value)}" for name, value in facts.items()]
    for name in ("not ready", "dependencies", "dependents"):
        if values := record.get(name):
            lines += ["", name, *(f"  {value}" for value in values)]
    for name in ("inputs", "outputs"):
        if record[name]:
            lines += ["", name, *output_lines(record[name], show_secrets=True)]
    return lines


def _told(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
