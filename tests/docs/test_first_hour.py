"""A new user's first hour is executed line by line: each command ends well and prints what the page shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sandbox.environment import Sandbox
from scripts import environment

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "first-hour.md").read_text()
TIMEOUT_S = 600


@dataclass
class Line:
    """A command, and the lines that it is said to print."""

    command: str
    shown: list[str] = field(default_factory=list)


def lines() -> list[Line]:
    """What the page tells to type, in order."""
    found: list[Line] = []
    for block in re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Line(line.removeprefix("$ ")))
            else:
                found[-1].shown.append(line)
    return found


def pattern(shown: list[str]) -> re.Pattern[str]:
    """What must be printed: lines in this order; `…` by itself is any lines, and within one anything."""
    parts = [r"(?:.*\n)*?" if line == "…" else rf"{re.escape(line).replace('…', '.*')}\s*\n" for line in shown]
    return re.compile("".join(parts))


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """The project as somebody has cloned it, its environment made, with a sandbox of its own."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    clone = tmp_path / "strata"
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    _environment(clone)
    yield clone
    Sandbox(tmp_path / "home" / "sandbox").stop()


def _environment(clone: Path) -> None:
    """The environment of this process, as one that `make` has made for the clone and has nothing to do for."""
    venv = clone / ".venv"
    venv.mkdir()
    for entry in Path(sys.prefix).iterdir():
        if entry.name != "strata.json":
            (venv / entry.name).symlink_to(entry)
    stamp = {"python": "{}.{}".format(*sys.version_info), "project": environment.digest(clone / "pyproject.toml")}
    stamp |= {lock: environment.digest(clone / "locks" / f"{lock}.txt") for lock in environment.LOCKS}
    (venv / "strata.json").write_text(json.dumps(stamp))


@pytest.mark.slow
def test_every_line_of_the_first_hour(clone: Path, tmp_path: Path) -> None:
    folder = clone
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PULUMI_", "AWS_", "STRATA_"))}
    variables = kept | {"STRATA_HOME": str(tmp_path / "home"), "COLUMNS": "200"}
    for line in lines():
        if line.command.startswith("cd "):
            folder = (folder / line.command.removeprefix("cd ")).resolve()
            continue
        if line.command.startswith("export PATH="):
            variables["PATH"] = f"{clone}/.venv/bin:{os.environ['PATH']}"
            continue
        done = subprocess.run(
            ["bash", "-c", line.command],
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0, f"$ {line.command}\n{done.stdout}{done.stderr}"
        assert pattern(line.shown).search(done.stdout), f"$ {line.command}\n{done.stdout}"
    assert (clone / "platform.html").stat().st_size > 10_000
    assert sorted(path.suffix for path in (clone / "evidence").iterdir()) == [".html", ".json"]


def test_what_is_shown_is_looked_for_in_order() -> None:
    shown = pattern(["…", "dev: up in …; 3 created", "…", "end"])
    assert shown.search("a\ndev: up in 3.1s; 3 created\nb\nend\n")
    assert not shown.search("end\ndev: up in 3.1s; 3 created\n")
    assert not shown.search("dev: up in 3.1s; 4 created\nend\n")
    assert len(lines()) > 20
