"""`strata audit`."""

from __future__ import annotations

from cli.choices import Choices, takes
from cli.errors import ResidueFound


@takes("sandbox", "engine", "json")
def audit(stack: str, choices: Choices) -> None:
    """Show what is really there of a stack.

    Everything of it in the account and the cluster, and what of that nobody knows of.

    Asks by tag, whatever the state records; tells what is residue, and what all of it costs a month.
    """
    from cli.engines.choosing import choose
    from cli.examination import examine
    from cli.render.screen import screen
    from cli.workspace import Workspace

    engine = choose("audit", stack, choices)
    engine.start()
    report = examine(Workspace.find(), engine, engine.recorded())
    screen(json=choices.json).audit(engine.stack, report)
    if report.residue:
        raise ResidueFound(engine.stack, len(report.residue))
