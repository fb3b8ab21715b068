"""`strata sandbox status`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cli.arguments import Json

if TYPE_CHECKING:
    from cli.workspace import Workspace


def status(*, json: Json = False) -> None:
    """Show what runs, and what lives in it."""
    from cli.render.screen import screen
    from cli.workspace import Workspace

    workspace = Workspace.find()
    found = workspace.sandbox.status()
    facts = {
        "running": found.running,
        "endpoint": found.endpoint,
        "region": _region(workspace, found.stacks),
        "pid": found.pid,
        "started": found.started,
        "log": found.log,
        "stacks": dict(found.stacks),
        "lost": found.lost,
    }
    screen(json=json).facts(facts)


def _region(workspace: Workspace, stacks: Iterable[str]) -> str | None:
    """The region that the stacks in the sandbox have in common; None without any, or with several."""
    from engine.errors import EngineError

    regions = set()
    for project, _, name in (stack.partition("/") for stack in stacks):
        try:
            if project == workspace.project.name:
                regions.add(workspace.stack(name).config.get("aws:region"))
        except EngineError:  # a stack file that cannot be read says so where it is used
            return None
    return regions.pop() if len(regions) == 1 else None
