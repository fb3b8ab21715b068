"""Which engine carries out what was typed."""

from __future__ import annotations

from cli.choices import Choices
from cli.command_name import command_name
from cli.engines import Engine
from cli.errors import UsageError
from cli.workspace import Workspace


def choose(operation: str, stack: str, choices: Choices) -> Engine:
    """The engine that the flags ask for; not started yet.

    Raises:
        UsageError: the flags ask for what does not go together.
        engine.errors.EngineError: there is no such stack.
    """
    if not choices.sandbox and choices.engine == "embedded":
        command = f"{command_name()} {operation} {stack}"
        raise UsageError(
            "the embedded engine never touches a cloud\n"
            f"  in the sandbox:  {command} --sandbox\n"
            f"  in the cloud:    {command}"
        )
    if not choices.sandbox:
        from cli.engines.official.cloud import CloudPulumiEngine

        return CloudPulumiEngine(stack)
    if choices.engine == "pulumi":
        from cli.engines.official.sandboxed import SandboxedPulumiEngine

        return SandboxedPulumiEngine(Workspace.find(), stack)
    from cli.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(Workspace.find(), stack)
