"""The bills of stacks: as they would be, and as they are recorded."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cli.cost.bill import Bill
from cli.cost.settings import read_settings
from cli.errors import PlanFailed, UsageError
from cli.planning import plan_stack

if TYPE_CHECKING:
    from cli.workspace import Workspace
    from engine import Stack


def planned(workspace: Workspace, names: Sequence[str], assumed: Sequence[str]) -> list[Bill]:
    """What stacks would cost with the settings of their files; they are planned at once.

    Raises:
        UsageError: what is assumed, or a file of prices, holds mistakes; a stack names no region.
        PlanFailed: one cannot be planned; names every mistake.
        Interrupted: it was stopped; nothing has been changed.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    from cli.plans.parallel import Failure
    from cli.plans.planning import for_each

    for name in names:
        stack = workspace.stack(name)
        region_of(stack), read_settings(workspace.project.stack_folder, stack.name, assumed)
    found = for_each(workspace, names, functools.partial(_planned, workspace, assumed), quiet=False)
    failures = [f"{name}: {why}" for name, one in found.items() if isinstance(one, Failure) for why in one.messages]
    if failures:
        raise PlanFailed(failures)
    return [one for one in found.values() if isinstance(one, Bill)]


def _planned(workspace: Workspace, assumed: Sequence[str], name: str, tell: Callable[[int], None]) -> Bill:  # noqa: ARG001
    stack = workspace.stack(name)
    settings = read_settings(workspace.project.stack_folder, stack.name, assumed)
    return Bill.of(stack.name, plan_stack(workspace, stack).resources, region_of(stack), settings)


def recorded(workspace: Workspace, name: str, assumed: Sequence[str]) -> Bill | None:
    """What a stack costs as the sandbox's state has it; None if it was never brought up. Raises as `planned`."""
    stack = workspace.stack(name)
    resources = workspace.recorded(stack)
    if not resources:
        return None
    settings = read_settings(workspace.project.stack_folder, stack.name, assumed)
    return Bill.of(f"{stack.name} as deployed", resources, region_of(stack), settings)


def region_of(stack: Stack) -> str:
    """The region of a stack's prices.

    Raises:
        UsageError: its file names none.
    """
    region = stack.config.get("aws:region")
    if not region:
        file = stack.project.stack_file(stack.name).relative_to(stack.project.root)
        raise UsageError(f"{file} names no aws:region, on which prices depend")
    return region
