"""A stack that is put to sleep, or woken, and the engine that does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.choices import Choices

if TYPE_CHECKING:
    from cli.engines import Engine
    from cli.hibernation.savings import Savings
    from cli.render.screen import Screen
    from cli.workspace import Workspace
    from engine.resource import ResourceState

NODE_POOL = "kubernetes:karpenter.sh/"


@dataclass(frozen=True)
class Sleeper:
    """A stack that is up.

    Attributes:
        stack: its name.
        file: its stack file.
        recorded: the resources in its state.
    """

    stack: str
    file: Path
    recorded: Sequence[ResourceState]
    workspace: Workspace
    engine: Engine
    choices: Choices
    screen: Screen

    @property
    def shown_file(self) -> Path:
        """The stack file as seen from the project."""
        return self.file.relative_to(self.workspace.root)

    def savings(self) -> Savings:
        """What sleeping saves."""
        from cli.hibernation.savings import savings

        return savings(self.workspace, self.stack)

    def has_pools(self) -> bool:
        """Whether pools of Karpenter's are there, whose nodes must go before its own."""
        return any(one.type.startswith(NODE_POOL) for one in self.recorded)

    def rds(self) -> Any:
        """AWS's databases, where the stack is."""
        from cli.examination import client_of

        return client_of(self.engine.whereabouts())("rds")

    def running_databases(self) -> list[str]:
        """The stack's databases that run."""
        from cli.hibernation import databases

        return databases.running(self.rds(), databases.declared(self.recorded))

    def up(self, config: Mapping[str, str]) -> None:
        """Bring the stack up with configuration of this run alone. Raises as `cli.deployment.deploy`."""
        from cli.deployment import deploy

        deploy("up", self.stack, replace(self.choices, yes=True, config=config))
