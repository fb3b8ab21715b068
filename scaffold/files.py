"""The files of a project, and the folder in which Strata keeps what it made them from."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

from scaffold.answers import Answers

KEPT: Final = Path(".scaffold")
"""The folder of a project in which Strata keeps what it made the project from."""
ANSWERS: Final = KEPT / "answers.yaml"
BASE: Final = KEPT / "base"
"""The files as they were written, which the next update compares with."""
_HEADING: Final = (
    "# What `strata new` made this project from.\n"
    "# Leave this folder to the command: `strata new --update` compares with it.\n"
)

Files = dict[Path, bytes]
"""Contents by path below the project."""


def kept(answers: Answers, files: Files) -> Files:
    """What Strata keeps of a project: the answers, and every file as it was rendered."""
    told = yaml.safe_dump(answers.json(), sort_keys=False, allow_unicode=True, width=120)
    return {ANSWERS: (_HEADING + told).encode()} | {BASE / path: content for path, content in files.items()}
