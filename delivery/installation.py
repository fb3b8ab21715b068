"""How a pipeline makes the project's virtual environment: as the project itself says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from delivery.pipeline import PipelineError

_OWN: Final = "scripts/environment.py"
"""Strata's own way, which a clone of it has too."""
_LOCKS: Final = ("locks/runtime.txt", "requirements.lock", "requirements.txt")
"""Files that pin what a project needs, the one that is looked for first at the beginning."""


@dataclass(frozen=True)
class Installation:
    """How the project's virtual environment is made.

    Attributes:
        lock: the file that pins what it holds, by its place in the project.
        commands: for a shell, one a line.
    """

    lock: str
    commands: str


def installation(root: Path) -> Installation:
    """How the virtual environment of a project is made.

    Args:
        root: the project's folder.

    Raises:
        PipelineError: the project pins nothing.
    """
    lock = next((lock for lock in _LOCKS if (root / lock).is_file()), None)
    if lock is None:
        raise PipelineError(
            f"{root}: none of {', '.join(_LOCKS)} is there, so a pipeline could not tell what to install; "
            "write one, e.g. with `uv pip compile --generate-hashes --output-file requirements.txt pyproject.toml`"
        )
    if (root / _OWN).is_file() and lock == _LOCKS[0]:
        return Installation(lock, f"python3 {_OWN} runtime")
    # A hash in the lock tells that the package is the one that was locked; then every package must have one.
    hashes = "--require-hashes " if "--hash=" in (root / lock).read_text(encoding="utf-8") else ""
    return Installation(
        lock,
        "[ -x .venv/bin/strata ] || python3 -m venv .venv\n"
        f".venv/bin/python -m pip install --no-deps {hashes}--requirement {lock}",
    )
