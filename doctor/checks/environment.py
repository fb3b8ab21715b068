"""The project's virtual environment against its lock files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from doctor.check import CannotTell, Check, Finding, Group, failed, passed, warned
from doctor.subject import Subject

MEND: Final = "python3 scripts/environment.py"


def _run(subject: Subject) -> Finding:
    """Compare what `.venv/strata.json` says was installed with the files that say what should be."""
    root = subject.root
    if not (root / "scripts" / "environment.py").is_file():
        raise CannotTell("the project has no scripts/environment.py that would say what its environment should hold")
    if not (root / ".venv").is_dir():
        return failed(".venv is missing", f"{MEND} runtime")
    stamp = _stamp(root / ".venv" / "strata.json")
    if not stamp:
        return warned(".venv does not say what was installed: it was made by hand, or not finished", f"{MEND} runtime")
    installed = "test" if "test" in stamp else "runtime"
    wanted = {"project": root / "pyproject.toml"} | {
        lock: root / "locks" / f"{lock}.txt" for lock in ("runtime", "test") if lock in stamp
    }
    stale = [str(file.relative_to(root)) for name, file in wanted.items() if stamp.get(name) != _digest(file)]
    if stale:
        return failed(f".venv is older than {', '.join(stale)}", f"{MEND} {installed}")
    return passed(f".venv holds what locks/{installed}.txt says (Python {stamp.get('python', 'unknown')})")


def _stamp(file: Path) -> dict[str, str]:
    try:
        stamp = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


CHECK: Final = Check(
    "environment", Group.MACHINE, "Whether the virtual environment holds what the lock files say.", _run
)
