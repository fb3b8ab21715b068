"""Makes a new project."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def make(folder: Path | None, given: Mapping[str, Any], *, dry_run: bool, json: bool) -> None:
    """Make a project in a folder that is empty or not there yet, asking for what is not given.

    Raises:
        UsageError: something is missing, and nobody is to be asked.
        scaffold.errors.ScaffoldError: an answer is not allowed, or the folder is not empty.
    """
    from cli.render.console import console, person_present
    from cli.render.scaffold import show_project
    from cli.scaffolding import answered
    from scaffold.files import kept
    from scaffold.project import require_empty, write

    if folder is not None:
        require_empty(folder)
    answers = answered(given, ask=person_present() and not json)
    place = folder or Path(answers.name)
    require_empty(place)
    with console(sys.stderr).status(f"Making {place}"):
        from scaffold.rendering import render

        files = render(answers)
        if not dry_run:
            write(place, files | kept(answers, files))
    show_project(place, answers.json(), sorted(files), written=not dry_run, json=json)
