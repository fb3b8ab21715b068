"""Stacks as they would be, planned in the sandbox: nothing is created, and no server is started without need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cli.errors import Interrupted, PlanFailed, ProgramFailed
from cli.render.operations import counted_as
from cli.workspace import Workspace

if TYPE_CHECKING:
    from engine import Event, Stack
    from engine.resource import ResourceState
    from engine.step import Step


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
        forced: the properties that force the replacement of a resource, by the URN of each that is replaced.
        leaving: what would be deleted, as recorded.
    """

    stack: Stack
    resources: list[ResourceState]
    changes: Mapping[str, int]
    outputs: Mapping[str, Any]
    steps: Mapping[str, str]
    forced: Mapping[str, tuple[str, ...]]
    leaving: list[ResourceState]


def plan(workspace: Workspace, name: str) -> Planned:
    """Plan a stack with the settings of its file, against what the sandbox holds of it.

    Raises:
        ProgramFailed: it cannot be planned; why has been shown.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    from cli.render.screen import error

    try:
        return plan_stack(workspace, workspace.stack(name))
    except PlanFailed as failed:
        for message in failed.messages:
            error(message)
        raise ProgramFailed from failed


def plan_stack(
    workspace: Workspace, stack: Stack, *, see: Callable[[Step], None] = lambda _: None, seed: bytes = b""
) -> Planned:
    """Plan a stack.

    Args:
        see: told of every step, when it begins.
        seed: what random names are made of; new ones unless told.

    Raises:
        PlanFailed: it cannot be planned.
        Interrupted: it was stopped; nothing has been changed.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    from engine import Operation, Options, run

    watch, options = _Watch(), Options(seed=seed, permit=see)
    summary = run(Operation.PREVIEW, stack, providers=workspace.sandbox.planners(), options=options, on_event=watch)
    if options.cancel.is_set():
        raise Interrupted("interrupted; a plan changes nothing")
    if not summary.succeeded:
        raise PlanFailed(summary.errors)
    return Planned(stack, summary.resources, summary.changes, summary.outputs, watch.steps, watch.forced, watch.leaving)


class _Watch:
    """Takes an operation's events, and remembers what would be done with each resource."""

    def __init__(self) -> None:
        self.steps: dict[str, str] = {}
        self.forced: dict[str, tuple[str, ...]] = {}
        self.leaving: list[ResourceState] = []

    def __call__(self, event: Event) -> None:
        from engine.events import ResourcePreEvent

        if not isinstance(event, ResourcePreEvent):
            return
        op = counted_as(event.op)
        self.steps[event.urn] = op
        if op == "replace" and event.step.keys:
            self.forced[event.urn] = tuple(event.metadata()["keys"])
        if op in ("delete", "discard") and event.old is not None:
            self.leaving.append(event.old)
