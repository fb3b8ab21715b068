"""Protected resources in the way of a destroy, and the ways on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from cli.choices import Choices
from cli.command_name import command_name
from cli.errors import Protected

if TYPE_CHECKING:
    from cli.engines import Engine
    from engine.resource import ResourceState


def in_the_way(resources: Sequence[ResourceState], staying: Collection[str]) -> list[ResourceState]:
    """What is protected and would go, by Pulumi's own protection or the provider's."""
    found = [state for state in resources if _protected(state) and state.urn not in staying]
    return sorted(found, key=lambda state: state.urn)


def refuse(engine: Engine, protected: Sequence[ResourceState], choices: Choices) -> None:
    """End the command because of what is protected, with the ways on.

    Raises:
        Protected: always.
    """
    from cli.render.progress import resource_label

    command = f"{command_name()} destroy {engine.stack} {engine.flags}"
    lines = [f"{engine.stack}: {len(protected)} of what would go are protected, so nothing was deleted"]
    lines += [f"  {resource_label(state.urn)}" for state in protected]
    lines.append("ways on:")
    if not choices.keep:
        lines.append(f"  {command} --keep data  # leaves the data, and all that it needs")
    kept = f" --keep {choices.keep}" if choices.keep else ""
    lines.append(f'  {command}{kept} --override-protection "REASON"  # deletes them; who, when and why is recorded')
    raise Protected("\n".join(lines))


def _protected(state: ResourceState) -> bool:
    from protocol.values import reveal

    return state.protect or reveal(state.inputs.get("deletionProtection")) is True
