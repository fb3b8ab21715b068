"""Which stacks a command that takes several is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.arguments import DEFAULT_STACK
from cli.errors import UsageError

if TYPE_CHECKING:
    from cli.workspace import Workspace


def chosen(workspace: Workspace, names: Sequence[str] | None, *, all_: bool) -> list[str]:
    """The stacks that are named, each once; all of them if that is asked for, and one where nothing is.

    Raises:
        UsageError: names and `--all` together, or a name that no stack has; tells every such name.
    """
    from engine.errors import StackNotFound
    from engine.project import Stack

    if names and all_:
        raise UsageError("name stacks, or --all; not both")
    wanted = workspace.project.stacks() if all_ else list(dict.fromkeys(names or [DEFAULT_STACK]))
    if not wanted:
        raise UsageError("the project has no stack file yet")
    known, mistakes = [], []
    for name in wanted:
        try:
            known.append(Stack(workspace.project, name, workspace.backend).name)
        except StackNotFound as error:
            mistakes.append(str(error))
    if mistakes:
        raise UsageError("\n".join(mistakes))
    return list(dict.fromkeys(known))
