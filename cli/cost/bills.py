"""The bills of stacks: as they would be, and as they are recorded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.cost.bill import Bill
from cli.cost.settings import read_settings
from cli.errors import UsageError
from cli.planning import plan
from cli.render.console import console

if TYPE_CHECKING:
    from cli.workspace import Workspace
    from engine import Stack


def planned(workspace: Workspace, name: str, assumed: Sequence[str]) -> Bill:
    """What a stack would cost with the settings of its file.

    Raises:
        UsageError: what is assumed, or a file of prices, holds mistakes; the stack names no region.
        ProgramFailed: it cannot be planned; why has been shown.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    stack = workspace.stack(name)
    settings = read_settings(workspace.project.stack_folder, stack.name, assumed)
    region = region_of(stack)
    with console(sys.stderr).status(f"Planning {stack.name}"):
        found = plan(workspace, stack.name)
    return Bill.of(stack.name, found.resources, region, settings)


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
