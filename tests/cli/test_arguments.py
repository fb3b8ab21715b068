"""Flags have the official CLI's names, and stack names complete."""

from __future__ import annotations

import pytest

from cli.arguments import complete_stack
from tests.cli.conftest import Small


def test_stacks_complete_from_their_files(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root / "stacks")
    assert complete_stack("") == ["dev", "prod"]
    assert complete_stack("p") == ["prod"]


def test_outside_a_project_nothing_completes(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root.parent)
    assert complete_stack("") == []


def test_the_shell_is_offered_stack_names(small: Small) -> None:
    asked = {"_STRATA_COMPLETE": "complete_bash", "COMP_WORDS": "strata up p", "COMP_CWORD": "2"}
    program = "import sys; sys.argv[0] = 'strata'; from cli.main import main; main()"
    small.environment |= asked
    told = small.strata()
    assert told.stdout.split() == ["prod"] or _through(small, program) == ["prod"]


def _through(small: Small, program: str) -> list[str]:
    import subprocess
    import sys

    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=small.root,
        env=small.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.split()
