"""Finds the stack that is to sleep, or to wake."""

from __future__ import annotations

from cli.choices import Choices
from cli.deployment import require_sense
from cli.engines.choosing import choose
from cli.errors import UsageError
from cli.hibernation.sleeper import Sleeper
from cli.readiness import make_ready
from cli.render.screen import screen
from cli.workspace import Workspace


def find(stack: str, choices: Choices) -> Sleeper:
    """A stack, its engine started.

    Raises:
        UsageError: it is not up, or nobody could be asked.
        Unprepared: what the engine needs is missing.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    engine, shown = choose("up", stack, choices), screen(json=choices.json)
    require_sense("up", choices)
    make_ready(engine, choices, shown)
    workspace = Workspace.find()
    recorded = engine.recorded()
    if not recorded:
        raise UsageError(f"{engine.stack} is not up: there is nothing to put to sleep, or to wake")
    file = workspace.project.stack_file(engine.stack)
    return Sleeper(engine.stack, file, recorded, workspace, engine, choices, shown)
