"""Merges what has changed in the template into a project."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.errors import CommandError, Declined, UsageError

if TYPE_CHECKING:
    from scaffold.merging import Change


class Conflicting(CommandError):
    """An update is made, and a person has to look at some of it."""


def bring_up_to_date(
    folder: Path | None, given: Mapping[str, Any], *, dry_run: bool, yes: bool, force: bool, json: bool
) -> None:
    """Show what would become of the project around the working directory, ask, and do it.

    Raises:
        UsageError: flags contradict each other, or nobody is there to agree.
        Declined: a person did not agree.
        Conflicting: both have changed the same lines; names the files.
        scaffold.errors.ScaffoldError: the project cannot be updated; nothing was changed.
    """
    from cli.render.console import console
    from cli.render.scaffold import show_update
    from cli.render.screen import note
    from cli.workspace import find_root
    from scaffold import update
    from scaffold.answers import Answers
    from scaffold.merging import Fate, compare
    from scaffold.requirement import renewed

    if folder is not None or given["name"] is not None:
        raise UsageError("--update is for the project you are in, whose name stays: leave out PROJECT and --folder")
    root = find_root()
    if not dry_run and update.finish(root):
        note("an update that was cut off has been finished")
    record = update.read(root)
    if not force and not dry_run:
        update.require_committed(root)
    chosen = {name: value for name, value in given.items() if value is not None}
    answers = Answers.read(record.answers.json() | {"requirement": renewed(record.answers.requirement)} | chosen)
    with console(sys.stderr).status("Comparing with the template"):
        from scaffold.rendering import render

        files = render(answers)
        changes = compare(root, record.base, files)
    agreed = bool(changes) and not dry_run and _agreed(changes, yes=yes, json=json)
    if agreed or not (changes or dry_run):
        update.carry_out(root, changes, answers, record, files)
    if not agreed or json:
        show_update(changes, written=agreed, diffs=dry_run, json=json)
    conflicts = ", ".join(str(change.path) for change in changes if change.fate is Fate.CONFLICT)
    if conflicts and agreed:
        raise Conflicting(f"both have changed the same lines: look for <<<<<<< in {conflicts}; keep what is right")


def _agreed(changes: Sequence[Change], *, yes: bool, json: bool) -> bool:
    from cli.render.console import person_present
    from cli.render.scaffold import show_update
    from cli.render.screen import screen

    if not json:
        show_update(changes, written=False, diffs=not yes, json=False)
    if yes:
        return True
    if json or not person_present():
        raise UsageError("nobody is at a terminal to agree to the update: add --yes, or --dry-run to see it")
    if not screen().agree("Merge this into the project?"):
        raise Declined("declined; nothing was changed")
    return True
