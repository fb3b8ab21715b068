"""The virtual environment that a project's program runs in: the one that `Pulumi.yaml` names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from cli.errors import Missing


def folder(root: Path) -> Path | None:
    """Where it lies; None if the project names none, and the Python on PATH is used."""
    document: Any = yaml.safe_load((root / "Pulumi.yaml").read_text(encoding="utf-8"))
    runtime = document.get("runtime") if isinstance(document, Mapping) else None
    options = runtime.get("options") if isinstance(runtime, Mapping) else None
    named = options.get("virtualenv") if isinstance(options, Mapping) else None
    return root / named if isinstance(named, str) else None


def lacks(root: Path) -> Iterator[Missing]:
    """What is missing of it. Its Python need not be the one that runs this command."""
    found = folder(root)
    if found is None or any((found / python).exists() for python in ("bin/python", "Scripts/python.exe")):
        return
    own = Path("scripts", "environment.py")
    mend = f"python3 {own} runtime" if (root / own).exists() else "pulumi install"
    yield Missing(f"the virtual environment {found}, which Pulumi.yaml names", f"cd {root} && {mend}")
