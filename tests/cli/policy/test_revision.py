"""Which commit was checked."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cli.policy.revision import revision


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_commit_and_its_changes(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "file").write_text("one")
    git(tmp_path, "add", "file")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    commit = revision(tmp_path)
    assert len(commit) == 12
    (tmp_path / "file").write_text("two")
    assert revision(tmp_path) == f"{commit}, with changes"


def test_no_repository(tmp_path: Path) -> None:
    assert revision(tmp_path / "none") == "no commit: not in a git repository"
