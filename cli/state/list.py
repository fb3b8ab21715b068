"""`strata state list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.arguments import DEFAULT_STACK, InSandbox, Json, StackName

if TYPE_CHECKING:
    from engine.inventory import Entry


def list_(stack: StackName = DEFAULT_STACK, *, sandbox: InSandbox = False, json: Json = False) -> None:
    """List the resources on record as a tree."""
    from cli.render.screen import screen
    from cli.state.opening import open_stack
    from engine import state
    from engine.inventory import inventory

    opened = open_stack(
        stack, sandbox=sandbox, strata=f"state list {stack}", pulumi=f"pulumi stack --show-urns --stack {stack}"
    )
    snapshot = state.load(opened.backend, opened.project.name, opened.name, opened.crypter).snapshot
    entries = inventory(snapshot)
    if not entries and not json:
        screen().say(f"{stack} has no resources")
        return
    screen(json=json).table([_record(entry) if json else _row(entry) for entry in entries])


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "name": f"{'  ' * entry.depth}{entry.state.name}",
        "type": entry.state.type,
        "component": entry.component or None,
        "protect": entry.state.protect or None,
        "pending": entry.pending or None,
    }


def _record(entry: Entry) -> dict[str, Any]:
    return {
        "urn": entry.state.urn,
        "name": entry.state.name,
        "type": entry.state.type,
        "id": entry.state.id or None,
        "parent": entry.state.parent or None,
        "component": entry.component or None,
        "protect": entry.state.protect,
        "pending": entry.pending or None,
    }
