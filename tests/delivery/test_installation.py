"""A pipeline installs what the project pins, in the project's own way."""

from __future__ import annotations

from pathlib import Path

import pytest

from delivery.installation import installation
from delivery.pipeline import UNPINNED, PipelineError


def test_a_clone_of_strata_has_a_way_of_its_own(tmp_path: Path) -> None:
    for place in ("scripts/environment.py", "locks/runtime.txt", "requirements.txt"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).touch()
    found = installation(tmp_path)
    assert (found.lock, found.commands) == ("locks/runtime.txt", "python3 scripts/environment.py runtime")


def test_hashes_in_the_lock_are_insisted_on(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("a==1 --hash=sha256:0\n")
    assert "--require-hashes --requirement requirements.txt" in installation(tmp_path).commands
    (tmp_path / "requirements.txt").write_text("a==1\n")
    assert "--require-hashes" not in installation(tmp_path).commands


def test_without_a_lock_the_project_itself_is_installed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    found = installation(tmp_path)
    assert found.lock == UNPINNED
    assert found.commands.endswith("pip install --editable .")
    (tmp_path / "requirements.txt").touch()
    assert installation(tmp_path).lock == "requirements.txt"


def test_a_project_that_does_not_say_what_it_needs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"none of .*requirements\.txt.* is there"):
        installation(tmp_path)
