"""`strata stacks`."""

from __future__ import annotations

from cli.arguments import Json


def stacks(*, json: Json = False) -> None:
    """List the project's stacks."""
    from cli.render.screen import screen
    from cli.workspace import Workspace, stack_names

    workspace = Workspace.find()
    rows = []
    for name in stack_names(workspace.root):
        stack = workspace.stack(name)
        rows.append({"stack": name, "resources": stack.resource_count(), "updated": stack.last_updated()})
    screen(json=json).table(rows)
