"""A stack is planned in the sandbox to be checked; nothing is created."""

from __future__ import annotations

import pytest

from cli.errors import ProgramFailed
from cli.policy.planning import from_stack
from tests.cli.conftest import Small

pytestmark = pytest.mark.slow


def test_the_resources_that_would_be(fresh: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fresh.root)
    monkeypatch.setenv("STRATA_HOME", str(fresh.home.parent))
    subject = from_stack("dev", strict=True)
    assert (subject.name, subject.policy.strict, subject.folder) == (f"{fresh.name}/dev", True, fresh.root)
    assert {one.name for one in subject.stack.resources} >= {"jobs-queue", "data"}
    assert not (fresh.home / ".pulumi" / "stacks" / fresh.name).exists()


def test_a_program_that_fails(
    fresh: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(fresh.root)
    monkeypatch.setenv("STRATA_HOME", str(fresh.home.parent))
    fresh.program("raise ValueError('not today')")
    with pytest.raises(ProgramFailed):
        from_stack("dev", strict=False)
    assert "not today" in capsys.readouterr().err
