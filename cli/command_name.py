"""How the person at the keyboard types this command."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

NAME = "strata"


def command_name() -> str:
    """`strata`; with the path that was typed, such as `.venv/bin/strata`, where PATH does not lead to one."""
    typed = sys.argv[0]
    return typed if Path(typed).name == NAME and shutil.which(NAME) is None else NAME
