"""Git is asked where there is one, and never missed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from delivery import git


def test_what_git_answers(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    assert Path(git.ask(tmp_path, "rev-parse", "--show-toplevel")) == tmp_path.resolve()


def test_nothing_where_there_is_no_repository_or_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert git.ask(tmp_path, "rev-parse", "--show-toplevel") == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git.ask(tmp_path, "rev-parse", "--show-toplevel") == ""
