"""What git tells of a project, where there is git and the project is in a repository."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

_ANSWERED_WITHIN_S: Final = 10


def ask(root: Path, *arguments: str) -> str:
    """What git answers; empty if it does not.

    Args:
        root: the project's folder.
        arguments: a command of git that changes nothing.
    """
    try:
        asked = subprocess.run(  # noqa: S603 - git with our own words
            ["git", "-C", str(root), *arguments],  # noqa: S607 - the one on PATH
            capture_output=True,
            text=True,
            timeout=_ANSWERED_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""
