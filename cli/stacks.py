"""`strata stacks`."""

from __future__ import annotations

import json as codec
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cli.arguments import Json

if TYPE_CHECKING:
    from cli.workspace import Workspace


def stacks(*, json: Json = False) -> None:
    """List the project's stacks.

    For each: how many resources the sandbox holds of it, when that last changed, and whether an operation was cut off.
    """
    from cli.render.screen import screen
    from cli.workspace import Workspace, stack_names

    workspace = Workspace.find()
    screen(json=json).table([_row(workspace, name) for name in stack_names(workspace.root)])


def _row(workspace: Workspace, name: str) -> dict[str, Any]:
    backend, project = workspace.backend, workspace.project.name
    content = backend.read(project, name)
    latest = codec.loads(content)["checkpoint"]["latest"] if content else {}
    updated = backend.checkpoint_path(project, name).stat().st_mtime if content else None
    # As the official CLI counts them: without the providers that the engine makes by itself.
    resources = [one for one in latest.get("resources") or () if "::default_" not in one["urn"]]
    return {
        "stack": name,
        "resources": len(resources),
        "updated": datetime.fromtimestamp(updated, UTC).isoformat(timespec="seconds") if updated else None,
        "cut off": backend.journal_path(project, name).exists(),
    }
