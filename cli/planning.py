"""Stacks as they would be, planned in the sandbox: nothing is created."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cli.errors import ProgramFailed
from cli.workspace import Workspace

if TYPE_CHECKING:
    from engine import Stack
    from engine.resource import ResourceState


@dataclass(frozen=True)
class Planned:
    """A stack as it would be.

    Attributes:
        stack: the stack, with its settings.
        resources: all its resources, in the order of their dependencies; values that are not known yet are
            `protocol.values.UNKNOWN`, secret ones `protocol.values.Secret`.
        changes: count of resources by step: same, create, update, replace, delete…
        outputs: the stack's outputs.
        steps: what would be done with each resource, by URN: the official engine's names of operations.
    """

    stack: Stack
    resources: list[ResourceState]
    changes: Mapping[str, int]
    outputs: Mapping[str, Any]
    steps: Mapping[str, str]


def plan(workspace: Workspace, name: str) -> Planned:
    """Plan a stack with the settings of its file, against what the sandbox holds of it.

    Raises:
        ProgramFailed: it cannot be planned; why has been shown.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    from cli.render.screen import error
    from engine import Event, Operation, run

    stack = workspace.stack(name)
    workspace.sandbox.start()
    steps: dict[str, str] = {}

    def watch(event: Event) -> None:
        if pre := event.json().get("resourcePreEvent"):
            steps[pre["metadata"]["urn"]] = pre["metadata"]["op"]

    summary = run(Operation.PREVIEW, stack, providers=workspace.sandbox.providers(), on_event=watch)
    if not summary.succeeded:
        for message in summary.errors:
            error(message)
        raise ProgramFailed
    return Planned(stack, summary.resources, summary.changes, summary.outputs, steps)
