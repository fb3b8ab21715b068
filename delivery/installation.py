"""How a pipeline makes the project's virtual environment: as the project itself says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from delivery.pipeline import UNPINNED, PipelineError

_OWN: Final = "scripts/environment.py"
"""Strata's own way, which a clone of it has too."""
_LOCKS: Final = ("locks/runtime.txt", "requirements.lock", "requirements.txt")
"""Files that pin what a project needs, the one that is looked for first at the beginning."""


@dataclass(frozen=True)
class Installation:
    """How the project's virtual environment is made.

    Attributes:
        lock: the file that pins what it holds, by its place in the project; `pyproject.toml` if none does.
        commands: for a shell, one a line.
    """

    lock: str
    commands: str


def installation(root: Path) -> Installation:
    """How the virtual environment of a project is made.

    Args:
        root: the project's folder.

    Raises:
        PipelineError: the project does not say what it needs.
    """
    lock = next((lock for lock in (*_LOCKS, UNPINNED) if (root / lock).is_file()), None)
    if lock is None:
        raise PipelineError(
            f"{root}: none of {', '.join((*_LOCKS, UNPINNED))} is there, so a pipeline could not tell what to install"
        )
    if (root / _OWN).is_file() and lock == _LOCKS[0]:
        return Installation(lock, f"python3 {_OWN} runtime")
    wanted = f"--requirement {lock}"
    if lock == UNPINNED:
        wanted = "--editable ."
    elif "--hash=" in (root / lock).read_text(encoding="utf-8"):
        # Then every package must have a hash, and be the very one that was locked.
        wanted = f"--no-deps --require-hashes {wanted}"
    return Installation(
        lock, f"[ -x .venv/bin/python ] || python3 -m venv .venv\n.venv/bin/python -m pip install {wanted}"
    )
