"""Makes a new project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def make(folder: Path | None, given: Mapping[str, Any], *, dry_run: bool, json: bool) -> None:
    """Make a project in a folder that is empty or not there yet, asking for what is not given.

    Raises:
        UsageError: something is missing, and nobody is to be asked.
        scaffold.errors.ScaffoldError: an answer is not allowed, or the folder is not empty.
    """
    from cli.render.console import person_present
    from cli.render.scaffold import show_project
    from cli.scaffolding import answered
    from scaffold.project import require_empty, write
    from scaffold.rendering import kept, render

    if folder is not None:
        require_empty(folder)
    answers = answered(given, ask=person_present() and not json)
    place = folder or Path(answers.name)
    require_empty(place)
    files = render(answers)
    if not dry_run:
        write(place, files | kept(answers, files))
    show_project(place, answers.json(), sorted(files), written=not dry_run, json=json)
