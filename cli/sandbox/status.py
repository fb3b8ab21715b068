"""`strata sandbox status`."""

from __future__ import annotations

from cli.arguments import Json


def status(*, json: Json = False) -> None:
    """Show what runs, and what lives in it."""
    from cli.render.screen import screen
    from cli.workspace import Workspace

    found = Workspace.find().sandbox.status()
    facts = {
        "running": found.running,
        "endpoint": found.endpoint,
        "pid": found.pid,
        "started": found.started,
        "log": found.log,
        "stacks": dict(found.stacks),
        "lost": found.lost,
    }
    screen(json=json).facts(facts)
