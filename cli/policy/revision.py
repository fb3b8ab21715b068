"""Which version of the program was checked."""

from __future__ import annotations

import subprocess
from pathlib import Path

TIMEOUT_S = 10


def revision(folder: Path) -> str:
    """The commit of a folder and whether it has changes; why it is not known, where git cannot tell."""
    try:
        commit = _git(folder, "rev-parse", "--short=12", "HEAD")
        changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.SubprocessError):
        return "no commit: not in a git repository"
    return f"{commit}, with changes" if changed else commit


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - no argument comes from outside
        ["git", *arguments],  # noqa: S607 - whichever git the person uses
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=TIMEOUT_S,
    )
    return done.stdout.strip()
