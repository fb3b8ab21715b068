"""Adds to a stack file: checked by the program itself before it is written, and written as a whole."""

from __future__ import annotations

import difflib
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.errors import PlanFailed, UsageError
from cli.workspace import Workspace


def chosen(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that were chosen."""
    return {name: value for name, value in settings.items() if value is not None}


def add_to_stack(kind: str, name: str, stack: str, settings: Mapping[str, Any], *, dry_run: bool, json: bool) -> None:
    """Add something to a stack file, and tell.

    Args:
        settings: beside the name; those that are None were not chosen.

    Raises:
        UsageError: the name is not allowed or taken, the file cannot be added to, or the program finds mistakes in it
            with the addition; it is left as it is.
    """
    from cli.render.scaffold import show_addition
    from scaffold.additions import KINDS, add
    from scaffold.errors import ScaffoldError
    from scaffold.replacing import replace

    workspace = Workspace.find()
    project = workspace.stack(stack).project
    file = project.stack_file(stack)
    shown = str(file.relative_to(project.root))
    try:
        content = file.read_bytes()
        before = content.decode()
        added = add(before, KINDS[kind], name, chosen(settings))
        _require_valid(workspace, stack, added.text, shown)
        if not dry_run:
            replace(file, content, added.text.encode())
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{shown}: cannot be read: {error}") from error
    except ScaffoldError as error:
        raise UsageError(f"{shown}: {error}") from error
    old, new = (text.splitlines(keepends=True) for text in (before, added.text))
    diff = "".join(difflib.unified_diff(old, new, f"a/{shown}", f"b/{shown}"))
    told = {"stack": stack, "kind": kind, "name": name, "file": shown, "line": added.line, "written": not dry_run}
    show_addition({**told, "diff": diff}, json=json)


def _require_valid(workspace: Workspace, name: str, text: str, shown: str) -> None:
    """Have the program say what is wrong with a stack file, by planning the stack as it would be.

    Raises:
        UsageError: something is; all of it is told.
    """
    from cli.planning import plan_stack
    from cli.render.console import console
    from engine.config import StackFile
    from engine.errors import ConfigError
    from engine.yaml_file import read_mapping

    stack = workspace.stack(name)
    with tempfile.NamedTemporaryFile(suffix=".yaml") as scratch:
        Path(scratch.name).write_bytes(text.encode())
        document, mistakes = read_mapping(Path(scratch.name), shown)
    stack.file = StackFile(document, mistakes, project=stack.project.name, shown=shown)
    try:
        with console(sys.stderr).status(f"Checking {shown}"):
            plan_stack(workspace, stack)
    except (PlanFailed, ConfigError) as failed:
        raise UsageError(f"{failed}\n{shown} is left as it was") from failed
